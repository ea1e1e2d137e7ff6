import { isBlobKey } from '../../blobs/blobs.ts'
import { renewLooseBlobs } from '../../storage/queries/messages/loose-blobs.ts'
import type { Core } from '../context.ts'
import { type FileLine, type Head, type Progress, TransferError } from './format.ts'
import { type ExportSource, readParts } from './read-export.ts'

/** Puts the files of an export into the blob store under their keys, noted as loose; gives the keys of those that the export does not have. */
export async function importFiles(core: Core, source: ExportSource, head: Head, progress: Progress): Promise<Set<string>> {
  const missing = new Set<string>()
  let done = 0
  for await (const part of readParts(source)) {
    if (!('file' in part)) continue
    if (part.digest === null) missing.add(part.file)
    else await putFile(core, source, head.account.id, part)
    done += 1
    progress({ what: 'files', done, total: head.files })
  }
  return missing
}

async function putFile(core: Core, source: ExportSource, accountId: number, line: FileLine): Promise<void> {
  if (!isBlobKey(line.file)) throw new TransferError('A file of the export has a name that is none.')
  const bytes = await source.openFile(line.file)
  if (!bytes) throw new TransferError(`The file ${line.file} is not in the export.`)
  const received = await core.blobs.receive(bytes)
  try {
    if (received.digest !== line.digest) throw new TransferError(`The file ${line.file} is not as it was exported.`)
    await core.store.tx((tx) => renewLooseBlobs(tx, accountId, [line.file], core.now()))
    await core.blobs.put(line.file, received)
  } finally {
    await core.blobs.discard(received)
  }
}
