import assert from 'node:assert/strict'
import { test } from 'node:test'
import { call, startServer } from '../test/harness.ts'
import { DIALECTS } from './dialects/index.ts'
import { curlOf, exampleOf } from './docs-page/example.ts'
import { html, markdown } from './docs-page/html.ts'
import { listOperations, type OpenApi } from './docs-page/open-api.ts'
import { typeText } from './docs-page/render-schema.ts'

test('the start page lists every operation of every API, and each API has a page with all of it', async (t) => {
  const server = await startServer(t)
  const index = await server.call('GET', '/docs')
  assert.equal(index.status, 200)
  assert.equal(index.headers.get('content-type'), 'text/html; charset=utf-8')
  for (const { name, mount } of DIALECTS) {
    const page = await server.call('GET', `/docs/${name}`)
    assert.equal(page.status, 200)
    const operations = listOperations((await server.call('GET', `${mount}/openapi.json`)).body as OpenApi)
    assert.ok(operations.length > 0, name)
    for (const { path } of operations) {
      assert.ok(index.text.includes(`<code>${path}</code>`), `${name} ${path} on the start page`)
      assert.ok(page.text.includes(`<code>${path}</code>`), `${name} ${path} on its page`)
    }
    assert.equal(page.text.split('<details').length - 1, operations.length)
    assert.ok(page.text.includes(`curl `) && page.text.includes(server.url + mount))
  }
})

test('a page asks nobody else for anything, and may not', async (t) => {
  const server = await startServer(t)
  for (const path of ['/docs', ...DIALECTS.map(({ name }) => `/docs/${name}`)]) {
    const { headers, text } = await server.call('GET', path)
    assert.match(headers.get('content-security-policy') ?? '', /^default-src 'none'; style-src 'self'; script-src 'self';/)
    const fetched = [...text.matchAll(/<(?:script|link|img|iframe)[^>]+(?:src|href)="([^"]*)"/g)].map((match) => match[1])
    assert.deepEqual(fetched, ['/docs/page.css', '/docs/page.js'])
    assert.ok(!/\son\w+=|<style|style="/.test(text))
  }
  assert.equal((await server.call('GET', '/docs/page.css')).headers.get('content-type'), 'text/css; charset=utf-8')
  assert.equal((await server.call('GET', '/docs/page.js')).headers.get('content-type'), 'text/javascript; charset=utf-8')
})

test('the root leads to the pages, and an address that is not there is a plain 404', async (t) => {
  const server = await startServer(t)
  const root = await call(`${server.url}/`, 'GET')
  assert.deepEqual([root.status, root.headers.get('location')], [302, '/docs'])
  for (const path of ['/docs/none', '/docs/page.html', '/nowhere']) {
    const { status, body } = await server.call('GET', path)
    assert.deepEqual([path, status, body.error.code], [path, 404, 'route_not_found'])
  }
})

test('whatever a description says is shown, not run', () => {
  assert.equal(html`<p title="${'"><script>'}">${'a & b'}</p>`.text, '<p title="&#34;&#62;&#60;script&#62;">a &#38; b</p>')
  const [paragraph] = markdown('Use `a<b>` and **<i>this</i>**')
  assert.equal(paragraph?.text, '<p>Use <code>a&#60;b&#62;</code> and <strong>&#60;i&#62;this&#60;/i&#62;</strong></p>')
})

test('a curl line has the method, the credential, what the query must have and a body that fits', () => {
  const document: OpenApi = {
    info: { title: 'T', version: '1' },
    components: { securitySchemes: { token: { type: 'apiKey', in: 'header', name: 'api_token' } } },
    security: [{ token: [] }],
  }
  const body = { type: 'object', properties: { text: { type: 'string', example: "it's" }, note: { type: 'string' } }, required: ['text'] }
  const operation = {
    parameters: [{ name: 'page', in: 'query' as const, required: true, schema: { type: 'integer', minimum: 1 } }],
    requestBody: { content: { 'application/json': { schema: body } } },
  }
  const line = curlOf('http://h', '/x', { method: 'POST', path: '/c/{id}', operation }, document)
  assert.equal(
    line,
    `curl -X POST 'http://h/x/c/ID?page=1' -H 'api_token: TOKEN' -H 'content-type: application/json' -d '{"text":"it'\\''s"}'`,
  )
})

test('types are said in words', () => {
  assert.equal(typeText({ type: 'array', items: { anyOf: [{ type: 'integer' }, { type: 'null' }] } }), 'list of integer or null')
  assert.equal(typeText({ enum: ['sent', 'read'] }), '"sent" or "read"')
  assert.deepEqual(exampleOf({ type: 'array', items: { type: 'object', required: ['a'], properties: { a: { const: 1 } } } }), [{ a: 1 }])
})
