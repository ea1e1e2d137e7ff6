/** How whoever reads the page writes times and numbers: their own kind of the page's language, British English for example. Undefined outside of a browser. */
export const locale = chooseLocale(globalThis.document?.documentElement.lang, globalThis.navigator?.languages ?? [])

/** Pure. The first of somebody's languages that is the page's, or else the page's as such. */
export function chooseLocale(page: string | undefined, theirs: readonly string[]): string | undefined {
  if (!page) return undefined
  return theirs.find((one) => one.split('-')[0] === page && isTag(one)) ?? page
}

/** Some browsers name a language of the system, such as `en-US@posix`, that none of their formats takes. */
function isTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1
  } catch {
    return false
  }
}
