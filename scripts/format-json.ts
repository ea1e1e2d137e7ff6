const WIDTH = 116

/** JSON for a reader: indented by two spaces, with as many short members on a line as it has room for. */
export function formatJson(value: unknown, indent = ''): string {
  const flat = JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ')
  if (typeof value !== 'object' || value === null || indent.length + flat.length <= WIDTH) return flat
  const deeper = `${indent}  `
  const members = Array.isArray(value)
    ? value.map((one) => formatJson(one, deeper))
    : Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${formatJson(one, deeper)}`)
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  return `${open}\n${fillLines(members, deeper).join(',\n')}\n${indent}${close}`
}

/** A member of several lines, or beside one, stands on its own. */
function fillLines(members: readonly string[], indent: string): string[] {
  const lines: string[] = []
  for (const member of members) {
    const last = lines.at(-1)
    const joined = `${last}, ${member}`
    if (last !== undefined && !joined.includes('\n') && joined.length < WIDTH) lines[lines.length - 1] = joined
    else lines.push(indent + member)
  }
  return lines
}
