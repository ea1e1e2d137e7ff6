import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

export type Process = { pid: number; parent: number; state: string }

/** Every process of this machine that the caller may see. `state` is the letter `ps` shows, `Z` for one that is dead but not reaped. */
export function listProcesses(): Process[] {
  return process.platform === 'linux' ? fromProc() : fromPs()
}

/** False once a process is gone or only waits to be reaped, which in a container without an init may last for ever. */
export function isRunning(pid: number): boolean {
  const found = listProcesses().find((each) => each.pid === pid)
  return found !== undefined && !found.state.startsWith('Z')
}

/** Sends a signal to a process that may have ended already. */
export function signalIfAlive(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

// Read from /proc because a slim container has no `ps`.
function fromProc(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readStat(Number(name)) ?? [])
}

function readStat(pid: number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The command's name stands in brackets and may itself hold spaces and brackets.
    const [state = '', parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { pid, parent: Number(parent), state }
  } catch {
    return undefined // It ended between the listing and the reading.
  }
}

function fromPs(): Process[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' }).trim().split('\n')
  return lines.map((line) => {
    const [pid, parent, state = ''] = line.trim().split(/\s+/)
    return { pid: Number(pid), parent: Number(parent), state }
  })
}
