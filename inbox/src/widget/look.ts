import type { Options } from './options.ts'
import type { Visit } from './wire.ts'

export type Look = { colour: string; onColour: string; position: 'start' | 'end'; theme: 'light' | 'dark' | 'auto' }

const COLOUR = '#0e6b62'

/** How the widget looks: as the script says, else the channel's settings, else as it does by itself. */
export function chooseLook(options: Options, channel: Visit['channel'] | undefined): Look {
  const { colour = COLOUR, position = 'end', theme = 'auto' } = { ...channel, ...options.look }
  return { colour, onColour: inkOn(colour), position, theme }
}

/** White, or nearly black where that is read more easily. */
export function inkOn(colour: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  return 1.05 / (light + 0.05) >= (light + 0.05) / 0.053 ? '#ffffff' : '#10201d'
}
