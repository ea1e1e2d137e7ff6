import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:https'
import { test } from 'node:test'
import tls from 'node:tls'
import { createHttpSender } from './http-sender.ts'

/** Made for this test, for `receiver.example`, signed by itself, good for a hundred years. */
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgXx4exmvSAlt0uxFu
9wiNqENsNAvT5RdF5mLLNK5jtLChRANCAASK0A49syIbajsiecpGjt0/E+AclMjv
HZBuPdzEfPwJ1vPOB0yFW2skq70FN01ybAP4hCjhDNUQlbjLD5k9jBsN
-----END PRIVATE KEY-----`
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBqjCCAVCgAwIBAgIUK0l9ZTQ4uyDNix505880/k0EdzYwCgYIKoZIzj0EAwIw
GzEZMBcGA1UEAwwQcmVjZWl2ZXIuZXhhbXBsZTAgFw0yNjExMjExODA2MzFaGA8y
MTI2MTAyODE4MDYzMVowGzEZMBcGA1UEAwwQcmVjZWl2ZXIuZXhhbXBsZTBZMBMG
ByqGSM49AgEGCCqGSM49AwEHA0IABIrQDj2zIhtqOyJ5ykaO3T8T4ByUyO8dkG49
3MR8/AnW884HTIVbaySrvQU3TXJsA/iEKOEM1RCVuMsPmT2MGw2jcDBuMB0GA1Ud
DgQWBBSv3YWXGWOAXC49zAuPaQhgO8MnSTAfBgNVHSMEGDAWgBSv3YWXGWOAXC49
zAuPaQhgO8MnSTAPBgNVHRMBAf8EBTADAQH/MBsGA1UdEQQUMBKCEHJlY2VpdmVy
LmV4YW1wbGUwCgYIKoZIzj0EAwIDSAAwRQIgUf1G6nTjhHRCQCd/FeYRMmMozaLb
o9GbHbyqveYM2ioCIQCIQIyl5woDUXZstFSVb1dp/xaw73QwxztT/VZVxhHy8w==
-----END CERTIFICATE-----`

test('a certificate has to be trusted, and to be the host name’s, whatever address is connected to', async (t) => {
  const names: unknown[] = []
  let requests = 0
  const server = createServer({ key: KEY, cert: CERTIFICATE }, (_request, response) => {
    requests++
    response.end('taken')
  }).listen(0, '127.0.0.1')
  server.on('secureConnection', (socket: tls.TLSSocket) => names.push(socket.servername))
  await once(server, 'listening')
  const sender = createHttpSender({ allow: ['127.0.0.1'], now: () => 0, lookUp: async () => [{ address: '127.0.0.1', family: 4 }] })
  const trusted = tls.getCACertificates()
  t.after(async () => {
    tls.setDefaultCACertificates(trusted)
    await sender.close()
    server.close()
  })
  const { port } = server.address() as { port: number }
  const send = async (host: string) =>
    (await sender.send({ url: `https://${host}:${port}/`, headers: {}, body: '{}', timeoutMs: 10_000, allow: [] })).error

  assert.equal(await send('receiver.example'), 'its certificate is self-signed')
  assert.equal(requests, 0)

  tls.setDefaultCACertificates([...trusted, CERTIFICATE])
  assert.equal(await send('other.example'), 'its certificate is for another host name')
  assert.equal(await send('127.0.0.1'), 'its certificate is for another host name')
  assert.equal(requests, 0)
  names.length = 0
  assert.equal(await send('receiver.example.'), null)
  assert.deepEqual([requests, names], [1, ['receiver.example']])
})
