/** What the server tells a widget, as its schemas say it; types alone. */
import type { Static } from 'typebox'
import type { WireSent, WireVisit } from '../../../src/dialects/parley/widget/visit.ts'
import type { WireMessage } from '../../../src/dialects/parley/wires/message.ts'

export type Visit = Static<typeof WireVisit>
export type Sent = Static<typeof WireSent>
export type Message = Static<typeof WireMessage>
export type Attachment = Message['attachments'][number]
