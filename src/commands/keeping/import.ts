import { TransferError } from '../../core/transfer/format.ts'
import { importAccount } from '../../core/transfer/import-account.ts'
import { CommandError, type Invocation } from '../command.ts'
import { openInstallation } from '../open-installation.ts'
import { openExportFolder } from './export-folder.ts'
import { showProgress } from './show-progress.ts'

/** `parley import FOLDER`. */
export async function importCommand({ settings, words, terminal }: Invocation): Promise<number> {
  const [folder = ''] = words
  const source = openExportFolder(folder)
  const { core, close } = await openInstallation(settings.config)
  try {
    const { account, rows, files } = await importAccount(core, source, showProgress(terminal.err))
    terminal.out(`Imported ${account.name} (${account.id}): ${rows} rows and ${files} files, all digests equal.\n`)
    return 0
  } catch (error) {
    if (error instanceof TransferError) throw new CommandError(`${folder} was not imported: ${error.message}`, { cause: error })
    throw error
  } finally {
    await close()
  }
}
