/** Where the answers say the same: JSON pointers by concept. */
export type Concepts = Partial<Record<string, readonly string[]>>

/** One value of an answer, and where it stands. */
export type JsonNode = {
  pointer: string
  /** Its name in its object; null in a list, and at the top. */
  key: string | null
  value: unknown
  children: readonly JsonNode[]
  concept: string | undefined
  /** Whether it, or something in it, is what the others say, too. */
  speaks: boolean
}

/** What stands at a pointer of an answer's body, as a tree. Pure. */
export function toTree(body: unknown, pointer: string, concepts: Concepts): JsonNode {
  const byPointer = new Map(Object.entries(concepts).flatMap(([concept, places]) => (places ?? []).map((place) => [place, concept])))
  const build = (value: unknown, at: string, key: string | null): JsonNode => {
    const isList = Array.isArray(value)
    const children = entriesOf(value).map(([name, inner]) => build(inner, `${at}/${name}`, isList ? null : name))
    const concept = byPointer.get(at)
    return { pointer: at, key, value, children, concept, speaks: concept !== undefined || children.some((child) => child.speaks) }
  }
  return build(valueAt(body, pointer), pointer, null)
}

/** Where so many in a row say nothing that others do, they begin as one line. */
const MANY = 3

/** What is inside of an object, with those in a row that speak of nothing together. Pure. */
export function toRuns(children: readonly JsonNode[]): readonly (JsonNode | readonly JsonNode[])[] {
  const runs: JsonNode[][] = []
  for (const child of children) {
    const last = runs.at(-1)
    if (last && last[0]?.speaks === child.speaks) last.push(child)
    else runs.push([child])
  }
  return runs.flatMap((run) => (run.length >= MANY && !run[0]?.speaks ? [run] : run))
}

/** Whether a value begins folded: one that holds something, but nothing of what the others say. */
export function beginsFolded({ children, speaks, concept }: JsonNode): boolean {
  return children.length > 0 && (!speaks || concept !== undefined)
}

export function valueAt(body: unknown, pointer: string): unknown {
  let value = body
  for (const key of pointer.split('/').slice(1)) value = (value as Record<string, unknown> | null | undefined)?.[key]
  return value
}

/** `/payload/0/sender` as one would write it: `payload[0].sender`. */
export function toPath(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '')
}

/** The pointers, below both values, of what the second says otherwise than the first, or anew. */
export function diffPointers(before: unknown, after: unknown, at = ''): string[] {
  if (before === after) return []
  const entries = entriesOf(after)
  if (entries.length === 0 || typeof before !== 'object' || before === null) return isSame(before, after) ? [] : [at]
  return entries.flatMap(([key, value]) => diffPointers((before as Record<string, unknown>)[key], value, `${at}/${key}`))
}

/** Two that hold nothing are alike if they are of one kind. */
function isSame(before: unknown, after: unknown): boolean {
  return JSON.stringify(before) === JSON.stringify(after)
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}
