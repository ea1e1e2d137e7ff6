import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { call, ENGINE } from '../harness.ts'
import { waitFor } from '../wait-for.ts'
import { createSandbox } from './parley-process.ts'

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const seedOf = (url: string) => `
accounts:
  - name: Bakery
    members:
      - { name: Mia, email: mia@bakery.example, role: administrator }
    tokens:
      - { dialect: parley, member: Mia, secret: a-secret-of-mine }
    webhooks:
      - { dialect: parley, url: '${url}', events: [contact.created], secret: ${SECRET} }
`

test('webhooks are shown, allowed inside, paused and told again from the command line, beside a server that notices; the standard’s library takes all they are told', {
  skip: ENGINE === 'postgres' && 'these commands do not know the store',
}, async (t) => {
  const told: string[] = []
  const receiver = createServer(async (request, response) => {
    const verified = new Webhook(SECRET).verify(await text(request), request.headers as Record<string, string>)
    told.push(`${request.headers['webhook-number']} ${(verified as { type: string }).type}`)
    response.end()
  }).listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  t.after(() => receiver.close())
  const sandbox = await createSandbox(t)
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`
  await sandbox.run(['seed', '-'], { stdin: seedOf(url) })
  const server = await sandbox.serve()
  const parley = (method: string, path: string, body?: object) =>
    call(`${server.url}/parley/v1${path}`, method, { token: 'a-secret-of-mine', body })
  const [{ id }] = JSON.parse((await sandbox.run(['webhook', 'list', '--json'])).out)
  const run = async (...args: string[]) => {
    const { code, out, err } = await sandbox.run(['webhook', ...args])
    assert.equal(code, 0, err)
    return out
  }

  assert.match(await run('list'), new RegExp(`^ID .*\\n${id} +Bakery +parley +webhook +active +\\d+ +0 +${url}\\n$`))
  await parley('POST', '/contacts', { name: 'Ada' })
  const newest = async () => (await parley('GET', `/webhooks/${id}/deliveries`)).body.deliveries[0]
  await waitFor(async () => (await newest())?.attemptCount > 0)
  assert.deepEqual(told, [], 'what is not public is not reached')
  assert.match(await run('allow', `${id}`, '127.0.0.1'), /^egressAllow +127\.0\.0\.1$/m)
  assert.match(await run('resume', `${id}`), /^status +active$/m)
  await waitFor(() => told.length === 1)
  await waitFor(async () => (await newest()).state === 'delivered')

  assert.match(await run('pause', `${id}`, '--account', 'Bakery'), /^status +paused$/m)
  await parley('POST', '/contacts', { name: 'Ben' })
  await run('resume', `${id}`, '--from', 'now')
  await run('replay', `${id}`, '--number', '1')
  await waitFor(() => told.length === 2)
  await run('replay', `${id}`, '--position', '1')
  await waitFor(async () => (await newest()).number === 3 && (await newest()).state === 'delivered')
  assert.deepEqual(
    told.toSorted(),
    ['1', '1', '2', '3'].map((number) => `${number} contact.created`),
  )
  await parley('POST', `/webhooks/${id}/test`)
  await waitFor(() => told.at(-1) === '4 webhook.tested')
  assert.match(await run('deliveries', `${id}`, '--limit', '1'), /^NUMBER .*\n4 +\d+ +webhook\.tested +delivered +1 .*\n$/)
  assert.match(
    await run('deliveries', `${id}`, '--number', '1'),
    /^Delivery 1 \(contact\.created, .*\) is delivered\.\nATTEMPT .*\n1 .* not a public one.*\n(.*\n)*\d+ .* 200 .*\n$/,
  )
  assert.equal(JSON.parse(await run('show', `${id}`, '--json')).lastNumber, 4)

  for (const [args, code, words] of [
    [['show', '7'], 1, /No such webhook/],
    [['replay', `${id}`, '--position', '999'], 1, /holds positions 1 to/],
    [['allow', `${id}`, 'localhost'], 1, /A range is/],
    [['replay', `${id}`], 2, /--position or --number/],
    [['resume', `${id}`, '--from', 'there'], 2, /`here` or `now`/],
    [['lose'], 2, /list \| show/],
  ] as const) {
    const refused = await sandbox.run(['webhook', ...args])
    assert.deepEqual([refused.code, args.join(' ')], [code, args.join(' ')], refused.err)
    assert.match(refused.err, words)
  }
})
