export type Language = 'shell' | 'typescript' | 'html' | 'json' | 'text'
type Kind = 'plain' | 'comment' | 'string' | 'keyword' | 'variable'
export type Stretch = { text: string; kind: Kind }

const STRING = String.raw`'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"`
const RULES: Record<Language, readonly (readonly [Exclude<Kind, 'plain'>, string])[]> = {
  shell: [
    ['comment', String.raw`(?<=^|\s)#.*$`],
    ['variable', String.raw`\$[A-Z_]+|^[A-Z_]+(?==)`],
    ['string', String.raw`'[^']*'|"(?:[^"$\\]|\\.)*"?|(?<=[A-Z_])"`],
    ['keyword', String.raw`^curl\b|(?<=\s)-{1,2}[a-zA-Z][\w-]*|^npm run\b`],
  ],
  typescript: [
    ['comment', String.raw`\/\/.*$|\/\*[\s\S]*?\*\/`],
    ['string', `${STRING}|\`[^\`]*\``],
    ['keyword', String.raw`\b(?:const|let|await|as|if|for|of|throw|new|import|from|export|function|return|type|null|true|false)\b`],
    ['variable', String.raw`\b\d+\b`],
  ],
  html: [
    ['string', STRING],
    ['keyword', String.raw`<\/?[\w-]+|\/?>`],
    ['variable', String.raw`\b[\w-]+(?==)`],
  ],
  json: [
    ['keyword', `${STRING}(?=\\s*:)`],
    ['string', STRING],
    ['variable', String.raw`-?\b\d[\d.eE+-]*\b|\b(?:true|false|null)\b`],
  ],
  text: [],
}

/** A text in stretches of one colour each; together they are the text. Pure. */
export function highlight(code: string, language: Language): Stretch[] {
  const rules = RULES[language]
  if (rules.length === 0) return [{ text: code, kind: 'plain' }]
  const pattern = new RegExp(rules.map(([kind, source]) => `(?<${kind}>${source})`).join('|'), 'gm')
  const stretches: Stretch[] = []
  let end = 0
  for (const match of code.matchAll(pattern)) {
    if (match[0] === '') continue
    if (match.index > end) stretches.push({ text: code.slice(end, match.index), kind: 'plain' })
    const kind = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined)?.[0] as Kind
    stretches.push({ text: match[0], kind })
    end = match.index + match[0].length
  }
  if (end < code.length) stretches.push({ text: code.slice(end), kind: 'plain' })
  return stretches
}
