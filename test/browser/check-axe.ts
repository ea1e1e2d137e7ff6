import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
type Found = { id: string; help: string; nodes: { html: string; failureSummary: string }[] }

/** Fails with what axe finds against WCAG 2.2 AA on the page as it is now. */
export async function checkAxe(page: Page, where: string): Promise<void> {
  // What is half faded in has the contrast of nothing that is ever read.
  await page.evaluate(
    'Promise.allSettled(document.getAnimations().map((one) => one.effect.getTiming().iterations === Infinity || one.finished))',
  )
  // Run by the browser's own hand, beside the page's policy, which forbids what is not its own.
  await page.evaluate(AXE)
  // What is fading in has no colours of its own yet.
  await page.evaluate(
    'for (const one of document.getAnimations()) if (Number.isFinite(one.effect?.getComputedTiming().endTime)) one.finish()',
  )
  const found = (await page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((result) => result.violations)`,
  )) as Found[]
  const told = found.map(
    ({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((one) => `    ${one.html}\n    ${one.failureSummary}`).join('\n')}`,
  )
  assert.deepEqual(told, [], `axe, ${where}`)
}
