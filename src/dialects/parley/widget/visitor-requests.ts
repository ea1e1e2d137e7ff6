import { Type } from 'typebox'
import { Email, Text } from '../wire.ts'

export const WidgetParams = Type.Object({
  channelIdentifier: Type.String({ description: 'The public name of a channel of the kind `web_widget`' }),
})
/** What visitors say about themselves. */
export const ProfileFields = {
  name: Type.Optional(Text(255)),
  email: Type.Optional(Email),
  phone: Type.Optional(Text(64)),
}
