type Json = Record<string, unknown>

/** Attributes as they are shown, by name; one without a value counts as none. Pure, like all of this file. */
export function attributesOf(attributes: Json): [name: string, text: string][] {
  return Object.entries(attributes).flatMap(([name, value]): [string, string][] => (value === null ? [] : [[name, toText(value)]]))
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/**
 * What has to be written so that attributes become what a form says: only what is another text than before, so that what is no text stays what it is. The API merges, so one that is left out is
 * taken away by having no value.
 */
export function attributeChanges(before: Json, rows: readonly (readonly [name: string, text: string])[]): Json {
  const known = new Map(attributesOf(before))
  const wanted = new Map(rows.flatMap(([name, text]): [string, string][] => (name.trim() === '' ? [] : [[name.trim(), text]])))
  const changes: Json = {}
  for (const [name, text] of wanted) if (known.get(name) !== text) changes[name] = text
  for (const name of known.keys()) if (!wanted.has(name)) changes[name] = null
  return changes
}
