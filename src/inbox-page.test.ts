import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import Fastify from 'fastify'
import { buildInbox } from './inbox-page/build-inbox.ts'
import { readBuilt } from './inbox-page/read-built.ts'
import { type FindPages, mountInbox } from './inbox-page.ts'

const FIRST_LOAD_LIMIT = 150_000

function serve(find: FindPages) {
  const server = Fastify()
  mountInbox(server, find)
  return server
}

test('the inbox comes with a policy that lets nothing else in, and its files under names that change with what they hold', async () => {
  const server = serve(buildInbox)
  const page = await server.inject('/')
  assert.equal(page.statusCode, 200)
  assert.equal(page.headers['content-type'], 'text/html; charset=utf-8')
  assert.equal(page.headers['cache-control'], 'no-cache')
  const policy = String(page.headers['content-security-policy'])
  assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self';/)
  assert.doesNotMatch(policy, /unsafe|https?:|\*/)
  assert.match(policy, /frame-ancestors 'none'/)
  assert.doesNotMatch(page.body, /<script>|<style|\sstyle=|\son\w+=/)

  const files = [...page.body.matchAll(/(?:src|href)="(\/inbox\/[^"]+)"/g)].map((match) => match[1] ?? '')
  assert.ok(files.length >= 2)
  for (const file of files) {
    const answer = await server.inject(file)
    assert.equal(answer.statusCode, 200)
    assert.equal(answer.headers['cache-control'], 'public, max-age=31536000, immutable')
    const again = await server.inject({ url: file, headers: { 'if-none-match': String(answer.headers.etag) } })
    assert.deepEqual([again.statusCode, again.body], [304, ''])
  }
  assert.equal((await server.inject('/inbox/none.js')).statusCode, 404)
  assert.equal((await server.inject('/inbox/../package.json')).statusCode, 404)
})

test('each text comes in the encoding that was asked for, and is the same in all', async () => {
  const server = serve(buildInbox)
  const get = (accept: string) => server.inject({ url: '/', headers: { 'accept-encoding': accept } })
  const plain = await get('identity')
  const brotli = await get('gzip, deflate, br;q=0.9')
  const gzip = await get('br;q=0, gzip')
  assert.deepEqual(
    [plain, brotli, gzip].map((one) => one.headers['content-encoding']),
    [undefined, 'br', 'gzip'],
  )
  assert.equal(brotliDecompressSync(brotli.rawPayload).toString(), plain.body)
  assert.equal(gunzipSync(gzip.rawPayload).toString(), plain.body)
  assert.equal(plain.headers.vary, 'accept-encoding')
})

test('the first page a team sees is less than 150 kB, with everything it loads at once', async () => {
  const files = readBuilt(await buildInbox())
  const sizeOf = (path: string) => {
    const file = files.get(path)
    assert.ok(file, path)
    return (file.br ?? file.plain).length
  }
  // The start, the page one begins with, all that both import, their styles, and the font of English.
  const needed = new Set(['/index.html'])
  const add = (path: string) => {
    if (needed.has(path)) return
    needed.add(path)
    const text = files.get(path)?.plain.toString() ?? ''
    for (const [, name] of text.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) add(`/inbox/${name}`)
  }
  for (const [, path = ''] of String(files.get('/index.html')?.plain).matchAll(/(?:src|href)="(\/inbox\/[^"]+)"/g)) add(path)
  for (const path of files.keys()) if (/\/(?:conversations-page-.*\.(?:js|css)|inter-latin-wght-normal-.*)$/.test(path)) add(path)
  assert.ok([...needed].some((path) => path.includes('conversations-page')) && [...needed].some((path) => path.includes('inter-latin')))
  const total = [...needed].map(sizeOf).reduce((sum, one) => sum + one, 0)
  assert.ok(total < FIRST_LOAD_LIMIT, `${total} bytes: ${[...needed].map((path) => `${path} ${sizeOf(path)}`).join(', ')}`)
})

test('what was built is not built again, and a build that fails is said to whoever asks for the page', async (t) => {
  const folder = await buildInbox()
  assert.equal(await buildInbox(), folder)
  assert.deepEqual(
    readdirSync(join(folder, '..')).filter((name) => name.startsWith('.')),
    [],
  )

  const empty = mkdtempSync(join(tmpdir(), 'parley-pages-'))
  t.after(() => rmSync(empty, { recursive: true }))
  const broken = serve(() => Promise.reject(new Error('no bundler here')))
  const answer = await broken.inject('/')
  assert.equal(answer.statusCode, 503)
  assert.match(answer.body, /npm run build/)
  assert.equal((await serve(async () => empty).inject('/')).statusCode, 404)
})
