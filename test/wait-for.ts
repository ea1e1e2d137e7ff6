import assert from 'node:assert/strict'

/** Resolves once a condition holds; fails when it does not come to hold. */
export async function waitFor(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000
  while (!(await holds())) {
    assert.ok(Date.now() < end, `it never came to be that ${holds}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
