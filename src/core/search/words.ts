/** Longer words are cut, in the index and in the query alike; PostgreSQL takes no word of more than 2,046 bytes. */
const MAX_WORD_LENGTH = 64

// Accents of Latin, Greek and Cyrillic letters, Hebrew points and Arabic vowel signs: what people leave out when they search.
const OPTIONAL_MARKS = /[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f]/g
// Chinese and Japanese are written without spaces, so each of their letters is a word; their scripts hold signs as well, which are none.
const WORD = /[[\p{L}\p{N}\p{M}]&&[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]]|[[\p{L}\p{N}\p{M}]--[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]]+/gv

/**
 * The words of a text as they are searched for, in order: without case, accents and punctuation. Both engines index these, so they find the same.
 */
export function wordsOf(text: string): string[] {
  const folded = text.normalize('NFKD').replace(OPTIONAL_MARKS, '').normalize('NFC').toUpperCase().toLowerCase().replaceAll('ς', 'σ')
  return (folded.match(WORD) ?? []).map((word) => Array.from(word).slice(0, MAX_WORD_LENGTH).join(''))
}
