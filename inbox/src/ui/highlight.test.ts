import assert from 'node:assert/strict'
import { test } from 'node:test'
import { highlight, type Language } from './highlight.ts'

const SAMPLES: readonly [Language, string, string, string][] = [
  ['shell', `TOKEN='it'\n\ncurl "http://x/a" \\\n  -H "Authorization: Bearer $TOKEN" # say`, 'variable', '$TOKEN'],
  ['typescript', `const a = 'x\\'y' // no\nawait fetch(\`\${a}/1\`, { n: 3 })`, 'string', `'x\\'y'`],
  ['html', '<script src="https://x/widget.js" async></script>', 'keyword', '<script'],
  ['json', '{ "id": 12, "text": "a \\" b", "none": null }', 'keyword', '"text"'],
  ['text', 'anything "at" all', 'plain', 'anything "at" all'],
]

test('code in colours is the same code, whatever it holds', () => {
  for (const [language, code, kind, part] of SAMPLES) {
    const stretches = highlight(code, language)
    assert.equal(stretches.map(({ text }) => text).join(''), code)
    assert.ok(
      stretches.some((one) => one.kind === kind && one.text === part),
      `${part} in ${language}`,
    )
    assert.equal(
      highlight('\'"`$\\', language)
        .map(({ text }) => text)
        .join(''),
      '\'"`$\\',
    )
  }
})
