import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { preview, sanitiseHtml, textFromHtml } from './html.ts'

const REL = 'rel="noopener noreferrer"'

/** What a browser could be made to act on; the sanitiser's output is regular enough for a pattern to find its tags. */
function assertHarmless(html: string): void {
  for (const [tag] of html.matchAll(/<[^>]*>/g)) {
    const form = /^<\/?(?<name>[a-z0-9]+)(?<attributes>(?: [a-z]+(?:="[^"<>]*")?)*)(?: \/)?>$/.exec(tag)
    assert.ok(form, `not a tag of the sanitiser: ${tag}`)
    assert.doesNotMatch(
      form.groups!.name!,
      /^(?:script|style|iframe|object|embed|svg|math|form|input|button|base|meta|link|noscript|template)$/,
    )
    for (const [, name, value] of form.groups!.attributes!.matchAll(/ ([a-z]+)(?:="([^"]*)")?/g)) {
      assert.doesNotMatch(name!, /^(?:on.*|style|class|id|name|target|srcset|action|formaction|background|ping)$/)
      if (name === 'href') assert.match(value!, /^(?:https?:\/\/|mailto:|tel:)/i)
      if (name === 'src') assert.match(value!, /^(?:https?:\/\/|cid:)/i)
    }
  }
  assert.doesNotMatch(html.replace(/<[^>]*>/g, ''), /[<>\0]/)
}

test('the text structure, tables and formatting of a mail stay', () => {
  const html =
    '<h1>Hi</h1><p>A <b>b</b> <em>c</em><br /></p><ol start="3"><li>x</li></ol><blockquote>q</blockquote><pre>a  b</pre>' +
    '<table border="1" width="100%"><tbody><tr><td colspan="2" align="right">1</td></tr></tbody></table>' +
    `<a href="https://a.example/?b=1&amp;c=2" title="t" ${REL}>l</a><img src="cid:logo" alt="" width="20" />`
  assert.equal(sanitiseHtml(html), html)
})

test('links and images keep only absolute addresses of harmless schemes', () => {
  const results: [input: string, output: string][] = [
    ['<a href="https://a.example">x</a>', `<a href="https://a.example" ${REL}>x</a>`],
    ['<a href=" HTTP://a.example ">x</a>', `<a href="HTTP://a.example" ${REL}>x</a>`],
    ['<a href="mailto:a@b.example">x</a>', `<a href="mailto:a@b.example" ${REL}>x</a>`],
    ['<a href="tel:+123">x</a>', `<a href="tel:+123" ${REL}>x</a>`],
    ['<a href="https://a.example" target="_blank" rel="opener">x</a>', `<a href="https://a.example" ${REL}>x</a>`],
    ['<a href="cid:x" rel="opener">x</a>', '<a>x</a>'],
    ['<a href="/admin/delete">x</a>', '<a>x</a>'],
    ['<a href="//evil.example">x</a>', '<a>x</a>'],
    ['<a href="#top" name="top" id="top">x</a>', '<a>x</a>'],
    ['<img src="http://a.example/i.png" alt="i">', '<img src="http://a.example/i.png" alt="i" />'],
    ['<img src="data:image/png;base64,AAAA" alt="i">', '<img alt="i" />'],
    ['<img src="logout" srcset="x 1x">', '<img />'],
    ['<td colspan="99999" rowspan="-1" width="expression(1)">x</td>', '<td>x</td>'],
  ]
  for (const [input, output] of results) assert.equal(sanitiseHtml(input), output)
})

test('what is not for the reader goes with its text, of the rest only the tags go', () => {
  const page =
    '<html><head><title>T</title><style>p{}</style></head><body onload=x><form><p class="c">A<button>B</button></p></form></body></html>'
  assert.equal(sanitiseHtml(page), '<p>AB</p>')
  assert.equal(sanitiseHtml('a<script>alert(1)</script>b<!-- c -->d<svg><text>e</text></svg>f<noscript>g</noscript>'), 'abdf')
  assert.equal(sanitiseHtml('<p style="position:fixed">x</p>'), '<p>x</p>')
  assert.equal(sanitiseHtml('1 < 2 & 3 > 2'), '1 &lt; 2 &amp; 3 &gt; 2')
  assert.equal(sanitiseHtml('a\0b&#0;c'), 'ab\ufffdc')
})

const tricks = [
  '<script>alert(1)</script>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<img src=x onerror=alert(1)>',
  '<img src="x` `<script>alert(1)</script>"` `>',
  '<img/src=x/onerror=alert(1)>',
  '<img src="jav&#x09;ascript:alert(1)">',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="JaVaScRiPt:alert(1)">x</a>',
  '<a href="java\nscript:alert(1)">x</a>',
  '<a href="java\0script:alert(1)">x</a>',
  '<a href="&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)">x</a>',
  '<a href="javascript&colon;alert(1)">x</a>',
  '<a href=" &#14;  javascript:alert(1);">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="https://a.example" onclick="alert(1)" style="background:url(javascript:1)">x</a>',
  '<a title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;">x</a>',
  '<svg onload=alert(1)>',
  '<svg><script>alert&#40;1&#41;</script></svg>',
  '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<math><mi//xlink:href="data:x,<script>alert(1)</script>">',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<title><img src=x onerror=alert(1)></title>',
  '<textarea><img src=x onerror=alert(1)></textarea>',
  '<plaintext><img src=x onerror=alert(1)>',
  '<select><template><img src=x onerror=alert(1)></template></select>',
  '<option>&lt;script&gt;alert(1)&lt;/script&gt;</option>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="javascript:alert(1)"></object><embed src="javascript:alert(1)">',
  '<base href="javascript:alert(1)//">',
  '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
  '<link rel=stylesheet href=//evil.example/x.css>',
  '<div style="width:expression(alert(1))">x</div>',
  '<table background="javascript:alert(1)"><tr><td background="javascript:alert(1)">x</td></tr></table>',
  '<input autofocus onfocus=alert(1)><button formaction=javascript:alert(1)>x</button>',
  '<video><source onerror=alert(1)></video><audio src=x onerror=alert(1)>',
  '<details open ontoggle=alert(1)><marquee onstart=alert(1)>x',
  '<!--><img src=x onerror=alert(1)>-->',
  '<!-- --!><img src=x onerror=alert(1)>',
  '<![CDATA[<img src=x onerror=alert(1)>]]>',
  '<?xml-stylesheet href="javascript:alert(1)"?><img src=x onerror=alert(1)>',
  '<<img src=x onerror=alert(1)>',
  '<b "onclick=alert(1)" =onclick=alert(1) \'>x</b>',
  '<a href="https://a.example"<b onclick=alert(1)>x',
  "<p title='\"><img src=x onerror=alert(1)>'>x</p>",
  '<div dir="ltr&quot; onclick=&quot;alert(1)" lang="&quot; onclick=&quot;alert(1)">x</div>',
]

test('known tricks come out harmless, and unchanged by a second time', () => {
  for (const trick of tricks) {
    // As it is, inside an element, and as the end of an open attribute.
    for (const html of [trick, `<p>a${trick}b</p>`, `<a title="${trick}">`, `<table>${trick}<tr>`]) {
      const result = sanitiseHtml(html)
      assertHarmless(result)
      assert.equal(sanitiseHtml(result), result, html)
    }
  }
})

const pieces = [
  ...[
    '<p>',
    '</p>',
    '<form>',
    '</form>',
    '<div>',
    '</div>',
    '<b>',
    '</b>',
    '<br>',
    '</br>',
    '<br/>',
    '<table>',
    '<tr>',
    '<td>',
    '</table>',
  ],
  ...[
    '<li>',
    '<ul>',
    '</ul>',
    '<a href="https://a.example">',
    '<a href=x>',
    '</a>',
    '<img src=cid:a>',
    '<select>',
    '<option>',
    '</select>',
  ],
  ...['<svg>', '</svg>', '<style>', '</style>', '<title>', '</title>', '<script>', '</script>', '<col>', '<wbr>', '<h1>', '</h1>', '<pre>'],
  ...[
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<',
    '>',
    '&',
    '&lt;',
    '&amp;',
    '&amp;lt;',
    '&quot;',
    '"',
    "'",
    '=',
    '/',
    '<p title="',
    '\0',
    '&#0;',
  ],
  ...[
    '<dd>',
    '<dt>',
    '<tbody>',
    '<thead>',
    '<th>',
    '<ol reversed start=2>',
    '</ol>',
    '<p align=left>',
    'x',
    ' ',
    '\n',
    '\u00a0',
    '🙂',
    '\ud800',
  ],
]
const anyHtml = fc.oneof(
  fc.array(fc.constantFrom(...pieces, ...tricks), { maxLength: 30 }).map((parts) => parts.join('')),
  fc.string({ maxLength: 100 }),
)

test('whatever comes in, the result is harmless and its own result', () => {
  fc.assert(
    fc.property(anyHtml, (html) => {
      const result = sanitiseHtml(html)
      assertHarmless(result)
      assert.equal(sanitiseHtml(result), result)
    }),
    { numRuns: 3000 },
  )
})

test('HTML nested deeper than 512 keeps its text only', () => {
  const nested = (depth: number) => `${'<b>'.repeat(depth)}x &lt;y&gt;${'</b>'.repeat(depth)}`
  assert.equal(sanitiseHtml(nested(512)), nested(512))
  assert.equal(sanitiseHtml(nested(513)).trim(), 'x &lt;y&gt;')
  assertHarmless(sanitiseHtml('<b>'.repeat(600) + tricks.join('')))
})

test('hostile input of 150,000 characters is answered, with a bounded result', () => {
  const seeds = [
    '<b>',
    '<x>',
    '</p>',
    '</i>',
    '<',
    '>',
    '&',
    '"',
    '<!--',
    '<a b=c ',
    '<a href="',
    '<p><form>',
    '<ul><li>',
    '<table><tr><td>',
    '<blockquote>a<br>',
  ]
  for (const seed of seeds) {
    const html = seed.repeat(150_000 / seed.length)
    const result = sanitiseHtml(html)
    assert.ok(result.length <= 6 * html.length, seed)
    assert.equal(sanitiseHtml(result), result)
    // A quote or a list in another is not indented, which would multiply the text by its depth.
    assert.ok(textFromHtml(result).length <= html.length, seed)
    assert.ok(textFromHtml(html).length <= html.length, seed)
  }
})

test('the text of HTML reads like the HTML', () => {
  const results: [html: string, text: string][] = [
    ['<p>Hi Jane!</p><p>All is\n  well.</p>', 'Hi Jane!\n\nAll is well.'],
    ['a<br />b<br /><br /><br />c', 'a\nb\n\nc'],
    ['<div>a</div><div><br /></div><div>b</div>', 'a\n\nb'],
    ['<div>a<br /></div><div>b</div>', 'a\nb'],
    ['<b>a</b>b <i> c</i>', 'ab c'],
    ['<ul><li>a</li><li><p>b</p></li></ul>c', '- a\n- b\n\nc'],
    ['<ol start="3"><li>a<ul><li>x</li></ul></li><li>b</li></ol>', '3. a\n\n- x\n\n4. b'],
    ['<table><tr><td>Room</td><td>120</td></tr><tr><td>Tax</td><td>12</td></tr></table>', 'Room 120\nTax 12'],
    ['<pre>a\n  b</pre>', 'a\n  b'],
    ['<p>&nbsp;</p><p>a&nbsp;&nbsp;b</p>', 'a b'],
    ['1 &lt; 2 &amp;amp; &quot;x&quot;', '1 < 2 &amp; "x"'],
    ['<a href="https://a.example/?b=1&c=2">here</a>.', 'here (https://a.example/?b=1&c=2).'],
    ['<a href="https://a.example">https://a.example</a>', 'https://a.example'],
    ['<a href="mailto:a@b.example">a@b.example</a>', 'a@b.example'],
    ['<a href="https://a.example"><img src="cid:a" /></a>', 'https://a.example'],
    ['see <a href="https://a.example"><img src="cid:a" alt="our site" /></a>', 'see our site (https://a.example)'],
    ['<a>x</a>', 'x'],
    ['', ''],
    ['<p> </p>', ''],
  ]
  for (const [html, text] of results) assert.equal(textFromHtml(sanitiseHtml(html)), text, html)
})

test('text that was escaped into HTML comes back, with its white space collapsed', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', 'b', '<', '>', '&', '"', ';', ' ', '\n', 'lt', '🙂') }), (text) => {
      const html = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
      assert.equal(textFromHtml(sanitiseHtml(html)), text.trim().replace(/\s+/g, ' '))
    }),
  )
})

test('a preview is one line of at most 140 characters, with three dots only when it was cut', () => {
  assert.equal(preview('  Hi\n\n Jane! '), 'Hi Jane!')
  assert.equal(preview(''), '')
  assert.equal(preview('x'.repeat(140)), 'x'.repeat(140))
  assert.equal(preview('x'.repeat(141)), `${'x'.repeat(140)}...`)
  assert.equal(preview('abc def', 4), 'abc ...')
  assert.equal(preview('abcd  ', 4), 'abcd')
})

test('a preview counts characters and cuts none in two', () => {
  assert.equal(preview('🙂'.repeat(140)), '🙂'.repeat(140))
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', ' ', '\n', '🙂', '😀') }), fc.integer({ min: 1, max: 20 }), (text, max) => {
      const line = Array.from(text.trim().replace(/\s+/g, ' '))
      const cut = line.length > max
      const result = preview(text, max)
      assert.equal(result, cut ? `${line.slice(0, max).join('')}...` : line.join(''))
      assert.ok(result.isWellFormed())
    }),
  )
})
