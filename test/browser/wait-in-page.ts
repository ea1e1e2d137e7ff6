import type { Page } from 'playwright-core'
import { waitFor } from '../wait-for.ts'

/**
 * Resolves once an expression is true in the page, over a reload of it, too. The browser's own `waitForFunction` evaluates within the page from its second look on, which the
 * page's policy forbids.
 */
export async function waitInPage(page: Page, expression: string): Promise<void> {
  await waitFor(() => page.evaluate<boolean>(`Boolean(${expression})`).catch(() => false))
}
