import { exportAccount } from '../../core/transfer/export-account.ts'
import { type Invocation, UsageError } from '../command.ts'
import { findAccount } from '../find-account.ts'
import { withStore } from '../with-store.ts'
import { createExportFolder } from './export-folder.ts'
import { showProgress } from './show-progress.ts'

/** `parley export --account NAME FOLDER`. */
export async function exportCommand({ settings, words, flags, terminal }: Invocation): Promise<number> {
  const [folder = ''] = words
  return withStore(settings.config, async (core) => {
    const account = await findAccount(core, flags.get('account'))
    if (!account) throw new UsageError('Say which account: `parley export --account NAME FOLDER`.')
    const target = await createExportFolder(folder)
    const { rows, files, missing } = await exportAccount(core, account.id, target, showProgress(terminal.err))
    await target.end()
    terminal.out(`Exported ${account.name}: ${rows} rows and ${files} files, to ${folder}.\n`)
    if (missing > 0) terminal.err(`${missing} of the files were deleted meanwhile, with their messages; their bytes are not in it.\n`)
  })
}
