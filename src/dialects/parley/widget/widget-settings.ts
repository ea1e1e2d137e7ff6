import { type Static, Type } from 'typebox'
import type { Channel } from '../../../model/channel.ts'
import type { Json, JsonObject } from '../../../model/json.ts'

/** What visitors are shown of a channel. Whatever of its `settings.widget` is of another form is left out. */
export const WireWidget = Type.Object({
  name: Type.String(),
  title: Type.Optional(Type.String()),
  greeting: Type.Optional(Type.String({ description: 'Said to whoever opens the widget before they have written' })),
  launcher: Type.Optional(Type.String({ description: 'What stands on the button' })),
  colour: Type.Optional(Type.String({ description: '`#rrggbb`' })),
  position: Type.Optional(Type.Enum(['start', 'end'])),
  theme: Type.Optional(Type.Enum(['light', 'dark', 'auto'])),
  texts: Type.Optional(Type.Record(Type.String(), Type.String(), { description: 'Words of the widget that differ from its own' })),
  identityRequired: Type.Boolean({ description: 'Whether an identifier is refused without its hash' }),
})

type Settings = Omit<Static<typeof WireWidget>, 'name' | 'identityRequired'>

const MAX_TEXT = 1000

export function toWireWidget(channel: Channel): Static<typeof WireWidget> {
  return { name: channel.name, ...readSettings(widgetOf(channel)), identityRequired: channel.hmacMandatory }
}

/** The origins whose pages may show the widget; undefined where all may. */
export function originsOf(channel: Channel): readonly string[] | undefined {
  const { origins } = widgetOf(channel)
  if (!Array.isArray(origins) || origins.length === 0) return undefined
  return origins.flatMap((one) => (typeof one === 'string' && URL.canParse(one) ? new URL(one).origin : []))
}

function widgetOf({ settings }: Channel): JsonObject {
  const { widget } = settings
  return isObject(widget) ? widget : {}
}

function readSettings({ title, greeting, launcher, colour, position, theme, texts }: JsonObject): Settings {
  const said: Settings = {}
  if (isText(title)) said.title = title
  if (isText(greeting)) said.greeting = greeting
  if (isText(launcher)) said.launcher = launcher
  if (typeof colour === 'string' && /^#[0-9a-f]{6}$/i.test(colour)) said.colour = colour
  if (position === 'start' || position === 'end') said.position = position
  if (theme === 'light' || theme === 'dark' || theme === 'auto') said.theme = theme
  if (isObject(texts)) said.texts = Object.fromEntries(Object.entries(texts).filter((pair): pair is [string, string] => isText(pair[1])))
  return said
}

function isText(value: Json | undefined): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= MAX_TEXT
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
