import { SETTINGS } from '../src/config.ts'
import { DIALECTS } from '../src/dialects/index.ts'
import { AppError, ERRORS, type ErrorCode, type ErrorKind } from '../src/model/errors.ts'

/** `docs/config.md`: the table in src/config.ts. */
export function describeSettings(): string {
  const rows = Object.values(SETTINGS).map((setting) => {
    const names = 'secret' in setting ? `\`${setting.env}\`, \`${setting.env}_FILE\`` : `\`${setting.env}\``
    const standard = setting.fallback ? `\`${setting.fallback}\`` : 'not set'
    return `| ${names} | \`--${setting.flag}\` | ${standard} | ${setting.description} |`
  })
  return `# Settings

This page is made from \`src/config.ts\` by \`npm run docs\`.

Every setting is an environment variable and a flag; the flag wins. An empty variable counts as not set. A variable that ends in \`_FILE\` names a file whose
content is the value, for secrets. A wrong value, an unknown flag and an unknown variable that begins with \`PARLEY_\` stop the start with one message that
names all of them. \`parley config\` shows every setting with its value and where that came from.

| Variable | Flag | Default | What it does |
| --- | --- | --- | --- |
${rows.join('\n')}
`
}

/** What each kind of refusal means, for somebody who reads the codes. */
const KINDS: Record<ErrorKind, string> = {
  malformed: 'the request cannot be read at all',
  invalid: 'it can be read, but a field is missing, wrong or too large',
  unauthenticated: 'no token, or one that is not valid',
  forbidden: 'the caller may not do this',
  not_found: 'there is no such thing, or it belongs to another account',
  conflict: 'it contradicts what is there',
  gone: 'it was there and is kept no longer',
  key_reused: 'an Idempotency-Key was used again for another request',
  too_large: 'the request is too large',
  unsupported_media: 'the content type is not one that is taken',
  rate_limited: 'too many requests',
  unavailable: 'the server cannot take it just now',
  bug: 'something went wrong on our side; the log has the cause',
}

/** `docs/errors.md`: the list in src/model/errors.ts, with the status each dialect answers. */
export function describeErrors(): string {
  const codes = Object.entries(ERRORS).map(([code, { kind, message }]) => `| \`${code}\` | ${kind} | ${message} |`)
  const kinds = Object.entries(KINDS).map(([kind, meaning]) => `| ${kind} | ${meaning} |`)
  const names = DIALECTS.map((dialect) => dialect.title)
  const statuses = (Object.keys(ERRORS) as ErrorCode[]).map((code) => {
    const cells = DIALECTS.map(
      (dialect) => dialect.renderError(new AppError(code), { id: '', headers: {}, url: dialect.mount } as never).status,
    )
    return `| \`${code}\` | ${cells.join(' | ')} |`
  })
  return `# Errors

This page is made from \`src/model/errors.ts\` and the dialects by \`npm run docs\`.

Inside, every refusal has one of these codes. Parley's own API shows the code itself; each vendor's dialect answers with that vendor's status and envelope.

| Code | Kind | Message |
| --- | --- | --- |
${codes.join('\n')}

## Kinds

| Kind | Meaning |
| --- | --- |
${kinds.join('\n')}

## Statuses

| Code | ${names.join(' | ')} |
| --- |${names.map(() => ' --- |').join('')}
${statuses.join('\n')}
`
}
