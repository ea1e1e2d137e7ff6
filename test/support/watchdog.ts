import { spawn } from 'node:child_process'

/** `release` is for when there is nothing left to guard; whatever still is there is cleaned away then too. */
export type Watchdog = { release(): void }

// Standard input ends when the guarded process does, even by SIGKILL, because the system closes its end of the pipe.
const SCRIPT = `
cat >/dev/null
pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null)
if [ -n "$pid" ]; then
  kill -QUIT "$pid" 2>/dev/null
  tries=0
  while kill -0 "$pid" 2>/dev/null && [ "$tries" -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
  kill -KILL "$pid" 2>/dev/null
fi
rm -rf "$1"
`

/** Starts a shell that, when this process ends in whatever way, stops the PostgreSQL server whose folder this is and deletes the folder. */
export function startWatchdog(folder: string): Watchdog {
  const shell = spawn('/bin/sh', ['-c', SCRIPT, 'parley-watchdog', folder], {
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  shell.unref()
  // A pipe that Node waits for would keep the guarded process alive.
  const pipe = shell.stdin as unknown as { unref(): void; end(): void }
  pipe.unref()
  return { release: () => pipe.end() }
}
