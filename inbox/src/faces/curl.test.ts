import assert from 'node:assert/strict'
import { test } from 'node:test'
import { takesToken, toCurl } from './curl.ts'

const get = {
  method: 'GET',
  url: 'http://a.example/x?a=1&b=2',
  headers: [{ name: 'api_access_token', value: '<token>' }],
  body: null,
} as const
const post = {
  method: 'POST',
  url: 'http://a.example/y',
  headers: [{ name: 'Content-Type', value: 'application/json' }],
  body: { AccessToken: '<access token>', Client: "Jane's" },
} as const

test('a request is one line that a shell takes as it is', () => {
  assert.equal(toCurl({ ...get, headers: [...get.headers] }), "curl -s 'http://a.example/x?a=1&b=2' -H 'api_access_token: <token>'")
  assert.equal(
    toCurl({ ...post, headers: [...post.headers] }),
    `curl -s -X POST 'http://a.example/y' -H 'Content-Type: application/json' -d '{"AccessToken":"<access token>","Client":"Jane'\\''s"}'`,
  )
})

test('a token takes the place of its words, where one is all the secret there is', () => {
  assert.equal(toCurl({ ...get, headers: [...get.headers] }, 's$&'), "curl -s 'http://a.example/x?a=1&b=2' -H 'api_access_token: s$&'")
  assert.equal(takesToken({ ...get, headers: [...get.headers] }), true)
  assert.equal(takesToken({ ...post, headers: [...post.headers] }), false)
})
