import { en } from './en.ts'

/** Everything the page says. Another language is another object of this type, chosen here. */
export const words: Words = en
export type Words = typeof en
