import type { Visit } from './wire.ts'

/** What the page says about its visitor. With `identifierHash` it is proven who they are. */
export type Identity = { identifier?: string; identifierHash?: string; name?: string; email?: string; phone?: string }

/** How the page wants its widget, from the attributes of the script; what is left out is as the channel's settings have it. */
export type Options = {
  channel: string
  base: string
  identity: Identity
  look: Partial<Pick<Visit['channel'], 'colour' | 'position' | 'theme' | 'title' | 'greeting' | 'launcher'>>
  texts: Readonly<Record<string, unknown>> | undefined
  /** The page has a button of its own. */
  isHidden: boolean
}

/** `data` is the script's dataset: `data-channel`, `data-colour`… Undefined without a channel. */
export function readOptions(data: Readonly<Record<string, string | undefined>>, src: string): Options | undefined {
  const { channel } = data
  if (!channel) return undefined
  const identity: Identity = {}
  for (const name of ['identifier', 'identifierHash', 'name', 'email', 'phone'] as const) if (data[name]) identity[name] = data[name]
  const look: Options['look'] = {}
  for (const name of ['title', 'greeting', 'launcher'] as const) if (data[name]) look[name] = data[name]
  if (/^#[0-9a-f]{6}$/i.test(data.colour ?? '')) look.colour = data.colour
  if (data.position === 'start' || data.position === 'end') look.position = data.position
  if (data.theme === 'light' || data.theme === 'dark' || data.theme === 'auto') look.theme = data.theme
  return {
    channel,
    base: new URL(src).origin,
    identity,
    look,
    texts: readTexts(data.texts),
    isHidden: data.hidden !== undefined,
  }
}

function readTexts(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const read: unknown = JSON.parse(text ?? '')
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
