import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer, type TestServer } from '../harness.ts'
import { mewsClient } from '../mews-client.ts'

const HOSTILE = [
  '<p>fine</p><script>evil()</script>',
  '<p>fine</p><img src="x" onerror="evil()">',
  '<a href="javascript:evil()">fine</a>',
  '<a href="  java\tscript:evil()">fine</a>',
  '<a href="&#106;avascript:evil()">fine</a>',
  '<a href="data:text/html,<script>evil()</script>">fine</a>',
  '<p>fine</p><svg><script>evil()</script><a xlink:href="javascript:evil()"/></svg>',
  '<p>fine</p><math><mtext></math><style><img src=x onerror=evil()></style>',
  '<p style="background:url(javascript:evil())">fine</p><style>@import "evil()";</style>',
  '<p>fine</p><iframe srcdoc="<script>evil()</script>"></iframe><object data="evil()"></object><embed src="evil()">',
  '<form action="javascript:evil()"><p>fine</p><button formaction="javascript:evil()"></button></form>',
  '<p>fine</p><template><script>evil()</script></template><noscript><p title="</noscript><img src=x onerror=evil()>"></noscript>',
  '<p>fine</p><base href="javascript:evil()//"><meta http-equiv="refresh" content="0;url=javascript:evil()"><link rel=import href="evil()">',
  '<p onclick=evil()>fine<p/onmouseover=evil()>',
  '<p>fine</p><!--[if gte IE 4]><script>evil()</script><![endif]--><![CDATA[<script>evil()</script>]]>',
  '<p>fine</p><scr<script>ipt>evil()</scr</script>ipt>',
]
/** A browser would run it, or fetch something for it. */
const LIVE =
  /<\s*\/?(?:script|style|iframe|object|embed|svg|math|form|base|meta|link|template|noscript)\b|<[^>]+\s?\/?on\w+\s*=|<[^>]+(?:javascript|data)\s*:|<[^>]+style\s*=/i

test('HTML is made harmless on its way in, and every dialect reads what is left', async (t) => {
  const server = await startServer(t)
  const ways: [name: string, send: (html: string) => Promise<number>][] = [
    ['parley', (html) => send(server, `/parley/v1/conversations/${server.home.conversation.id}/messages`, { html })],
    [
      'parley, batch',
      (html) => send(server, '/parley/v1/messages/batch', { messages: [{ conversationId: server.home.conversation.id, html }] }),
    ],
    ['tidysupport', (html) => send(server, tidyPath(server), { contentHtml: html })],
  ]
  for (const [name, way] of ways) {
    for (const html of HOSTILE) assert.ok((await way(html)) < 300, `${name}: ${html}`)
  }
  for (const row of await server.core.store.all<{ body: string; rest: string | null }>('select body, rest from messages')) {
    assert.doesNotMatch(`${row.body} ${row.rest}`, LIVE)
    assert.match(row.body, /fine/)
  }
  for (const text of await readEverywhere(server)) {
    assert.match(text, /fine/)
    assert.doesNotMatch(JSON.stringify(textsOf(JSON.parse(text))), LIVE)
  }
})

async function send(server: TestServer, path: string, body: object): Promise<number> {
  return (await server.call('POST', path, { token: server.home.tokens[path.startsWith('/parley') ? 'parley' : 'tidysupport'], body }))
    .status
}

function tidyPath({ core, home }: TestServer): string {
  const workspace = core.ids.toPrefixed('account', home.account.id)
  return `/tidysupport/v1/workspaces/${workspace}/support/inbox/conversations/${core.ids.toPrefixed('conversation', home.conversation.id)}/messages`
}

async function readEverywhere(server: TestServer): Promise<string[]> {
  const { home, core } = server
  const { account, conversation, tokens } = home
  const family = (['chatwoot', 'ndoto', '99digital'] as const).map((name) =>
    server.call('GET', `/${name}/api/v1/accounts/${account.id}/conversations/${conversation.number}/messages`, { token: tokens[name] }),
  )
  const answers = await Promise.all([
    ...family,
    server.call('GET', `/ondi/messaging/conversations/${core.ids.toUuid('conversation', conversation.id)}/messages?limit=100`, {
      token: tokens.ondi,
    }),
    server.call('GET', tidyPath(server), { token: tokens.tidysupport }),
    server.call('GET', `/parley/v1/conversations/${conversation.id}/messages?limit=200`, { token: tokens.parley }),
    mewsClient(server).post('messages/getAll', {
      MessageThreadIds: [core.ids.toUuid('conversation', conversation.id)],
      Limitation: { Count: 1000 },
    }),
  ])
  return answers.map((answer) => {
    assert.equal(answer.status, 200, answer.text)
    return answer.text
  })
}

/** All texts of an answer, each on its own. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return value === null || typeof value !== 'object' ? [] : Object.values(value).flatMap(textsOf)
}
