import type { TSchema } from 'typebox'
import type { Author } from '../../model/author.ts'
import type { Message } from '../../model/message.ts'
import type { Dialect } from '../dialect.ts'

/**
 * Where Chatwoot, Ndoto and 99digital differ (chatwoot sheet 13, ndoto sheet 9, 99digital sheet 11). Routes are shared and ask the profile;
 * they never ask which vendor it is.
 */
export type Profile = Pick<Dialect, 'title' | 'description' | 'mount'> & {
  name: 'chatwoot' | 'ndoto' | '99digital'
  /** The status of a valid token without access to the account. */
  foreignAccountStatus: 401 | 403
  message: {
    Wire: TSchema
    Create: TSchema
    toWire(message: Message, sender: Author | undefined): Record<string, unknown>
  }
}
