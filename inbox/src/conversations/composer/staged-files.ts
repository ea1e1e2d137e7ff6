import type { FileFacts } from './outbox.ts'

/** A file that is to go with the message, with a picture of it where it is one. */
export type StagedFile = FileFacts & { id: number; file: File; preview: string | null }

let lastId = 0

/** A picture is shown from memory: nothing is sent before the message is. */
export function stageFile(file: File): StagedFile {
  const isPicture = /^image\/(png|jpeg|gif|webp|avif)$/.test(file.type)
  const preview = isPicture ? URL.createObjectURL(file) : null
  return { id: ++lastId, file, preview, name: file.name, sizeBytes: file.size, mediaType: file.type }
}

export function releaseFiles(files: readonly StagedFile[]): void {
  for (const { preview } of files) if (preview !== null) URL.revokeObjectURL(preview)
}
