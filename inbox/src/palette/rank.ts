/**
 * What is found for a text, the best first: every word of the text stands at the beginning of one of the thing's, in any order. What begins with the text comes before what only
 * has its words, and what is equally good stays in its order. Pure.
 */
export function rank<T>(text: string, things: readonly T[], wordsOf: (thing: T) => string): T[] {
  const wanted = fold(text)
  if (wanted === '') return [...things]
  const asked = wanted.split(' ')
  const scored = things.flatMap((thing) => {
    const said = fold(wordsOf(thing))
    const parts = said.split(' ')
    if (!asked.every((one) => parts.some((part) => part.startsWith(one)))) return []
    return [{ thing, score: said.startsWith(wanted) ? 0 : said.includes(wanted) ? 1 : 2 }]
  })
  return scored.sort((a, b) => a.score - b.score).map(({ thing }) => thing)
}

/** Without case, accents and marks. */
function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
