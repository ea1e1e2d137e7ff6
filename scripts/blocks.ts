/**
 * Puts generated text into a page, between `<!-- begin:NAME -->` and `<!-- end:NAME -->`; the rest of the page is written by hand. Throws when the page has
 * no such place, or two.
 */
export function replaceBlock(page: string, name: string, content: string): string {
  const [before, block, ...more] = page.split(`<!-- begin:${name} -->`)
  const [, after, ...rest] = block?.split(`<!-- end:${name} -->`) ?? []
  if (before === undefined || after === undefined || more.length > 0 || rest.length > 0)
    throw new Error(`the page needs one block "${name}"`)
  return `${before}<!-- begin:${name} -->\n${content.trim()}\n<!-- end:${name} -->${after}`
}
