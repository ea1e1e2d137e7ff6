/** The address of a file on the page's own host, which alone the page's policy lets it load from, whatever name the server gives itself. */
export function localAddress(url: string): string {
  const { pathname, search } = new URL(url)
  return pathname + search
}

/** What a file can be shown as; what the bytes show decides, not the name. */
export function kindOf({ mediaType, width }: { mediaType: string; width: number | null }): 'picture' | 'audio' | 'video' | 'file' {
  if (width !== null && mediaType.startsWith('image/')) return 'picture'
  if (mediaType.startsWith('audio/')) return 'audio'
  return mediaType.startsWith('video/') ? 'video' : 'file'
}
