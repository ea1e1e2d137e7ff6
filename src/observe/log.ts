import { type Logger, pino } from 'pino'

/** What a log line needs of wherever it goes. */
export type LogOutput = { write(text: string): void; isTty: boolean }

const MAX_CAUSES = 3

/**
 * The program's log: JSON lines, or plain ones in front of a person. An error is written with its type, message, code and stack alone: drivers hang
 * statements, parameters and rows onto theirs, and a message's text has no place in a log.
 */
export function createLog(level: string, output: LogOutput): Logger {
  const write = output.isTty ? (line: string) => output.write(toPlainLine(line)) : (line: string) => output.write(line)
  const serializers = { err: (error: unknown) => describeError(error) }
  const timestamp = () => `,"time":"${new Date().toISOString()}"`
  return pino({ level, base: undefined, timestamp, serializers, formatters: { level: (label) => ({ level: label }) } }, { write })
}

type Described = { type: string; message: string; code?: string; stack?: string; cause?: Described }

function describeError(error: unknown, depth = 0): Described {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an error' }
  const { code } = error as { code?: unknown }
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === 'string' && { code }),
    stack: error.stack,
    ...(error.cause !== undefined && depth < MAX_CAUSES && { cause: describeError(error.cause, depth + 1) }),
  }
}

/** `12:34:56 info  message key=value`, and an error's stack below it. */
function toPlainLine(line: string): string {
  const { level, time, msg, err, ...rest } = JSON.parse(line) as Record<string, unknown>
  const facts = Object.entries(rest).map(([key, value]) => ` ${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
  const stack = err ? `\n${(err as Described).stack ?? (err as Described).message}` : ''
  return `${String(time).slice(11, 19)} ${String(level).padEnd(5)} ${msg ?? ''}${facts.join('')}${stack}\n`
}
