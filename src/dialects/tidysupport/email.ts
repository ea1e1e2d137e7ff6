import { Type } from 'typebox'

/** An e-mail address: something, an at sign, something, no blanks within; blanks around it are tolerated. RFC 5321 allows 254 characters. */
export const WireEmail = Type.String({
  minLength: 3,
  maxLength: 254,
  pattern: '^\\s*[^\\s@]+@[^\\s@]+\\s*$',
  examples: ['jane@example.com'],
})
export const WireName = Type.String({ maxLength: 255 })
