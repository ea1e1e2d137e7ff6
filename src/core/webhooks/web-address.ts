/** What a row of the store's index holds, and more than anybody's address has (chatwoot sheet 12). */
const MAX_BYTES = 2048

/** Whether a text is an http or https address that can be called; where it leads is for whoever calls it to judge. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s\p{Cc}]+$/iu.test(text) && URL.canParse(text) && Buffer.byteLength(text) <= MAX_BYTES
}
