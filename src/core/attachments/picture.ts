import type { Sharp, SharpOptions } from 'sharp'

export type Picture = { width: number; height: number; thumbnail: Buffer | null }

/** What the library may decode: raster pictures, with no interpreter behind them. */
const DECODED = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif', 'image/tiff'])
const LOADERS = ['Jpeg', 'Png', 'Nsgif', 'Webp', 'Heif', 'Tiff'].map((name) => `VipsForeignLoad${name}`)

/** A thumbnail is no wider and no higher, in pixels; a picture that fits is its own. */
export const THUMBNAIL_PIXELS = 320
/** Larger pictures get none: at worst all pixels lie in memory at once, four bytes each. */
const MAX_PIXELS = 50_000_000
const MAX_SECONDS = 10
/** One thumbnail is made at a time, because the store syncs its log on the same few threads; when so many wait already, a picture does without. */
const MAX_WAITING = 32

let loading: Promise<(path: string, options: SharpOptions) => Sharp> | undefined
let waiting = 0
let last: Promise<unknown> = Promise.resolve()

/** The size of a picture and a thumbnail of it; undefined for anything that is none, or cannot be decoded. The work is done outside of the event loop. */
export async function readPicture(path: string, mediaType: string): Promise<Picture | undefined> {
  if (!DECODED.has(mediaType)) return undefined
  try {
    loading ??= load()
    const sharp = await loading
    const { autoOrient: shown } = await sharp(path, { limitInputPixels: false }).metadata()
    const fits = shown.width <= THUMBNAIL_PIXELS && shown.height <= THUMBNAIL_PIXELS
    if (fits || shown.width * shown.height > MAX_PIXELS || waiting >= MAX_WAITING) return { ...shown, thumbnail: null }
    const made = inTurn(() =>
      sharp(path, { limitInputPixels: MAX_PIXELS, failOn: 'error' })
        .autoOrient()
        .resize({ width: THUMBNAIL_PIXELS, height: THUMBNAIL_PIXELS, fit: 'inside' })
        .webp({ quality: 75 })
        .timeout({ seconds: MAX_SECONDS })
        .toBuffer(),
    )
    return { ...shown, thumbnail: await made.catch(() => null) }
  } catch {
    return undefined // not what it says it is, broken, or no library for this machine: it is stored all the same
  }
}

/** Loaded with the first picture: it takes a fifth of a start and 20 MB. */
async function load() {
  const { default: sharp } = await import('sharp')
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({ operation: LOADERS })
  sharp.cache(false)
  sharp.concurrency(1)
  return sharp
}

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  waiting += 1
  const done = last.then(work, work).finally(() => {
    waiting -= 1
  })
  last = done.catch(() => {})
  return done
}
