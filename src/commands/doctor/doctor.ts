import { existsSync } from 'node:fs'
import type { Invocation } from '../command.ts'
import { checkBlobs } from './doctor-blobs.ts'
import { checkClock, checkDataFolder, checkDisk, checkFsync, checkPort, checkRuntime, type Finding } from './doctor-checks.ts'
import { checkStore } from './doctor-store.ts'

const MARKS = { ok: 'ok  ', note: 'note', bad: 'BAD ' } as const

/** `parley doctor`: looks at what the server needs, changes nothing, and answers 1 when something is wrong. */
export async function doctor({ settings, terminal }: Invocation): Promise<number> {
  const { config } = settings
  const findings: Finding[] = []
  const report = (finding: Finding) => {
    findings.push(finding)
    terminal.out(`${MARKS[finding.state]}  ${finding.about.padEnd(12)} ${finding.text}\n`)
  }
  report(checkRuntime(process.versions.node))
  const folder = checkDataFolder(config.data)
  report(folder)
  if (folder.state === 'ok' && existsSync(config.data)) report(checkFsync(config.data))
  report(checkDisk(config.data))
  report(await checkStore(config))
  report(await checkBlobs(config))
  report(checkClock(Date.now()))
  report(await checkPort(config))
  const bad = findings.filter((finding) => finding.state === 'bad').length
  terminal.out(bad === 0 ? '\nAll is well.\n' : `\n${bad} of ${findings.length} checks failed.\n`)
  return bad === 0 ? 0 : 1
}
