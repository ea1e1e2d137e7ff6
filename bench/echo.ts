import { createServer } from 'node:http'

// The bare limit of HTTP on this machine: read a JSON body, parse it, send it back. Run as a process of its own; see servers.ts.
createServer((request, response) => {
  let text = ''
  request.setEncoding('utf8')
  request.on('data', (chunk) => {
    text += chunk
  })
  request.on('end', () => {
    const body = JSON.stringify(text === '' ? {} : JSON.parse(text))
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body) })
    response.end(body)
  })
}).listen(Number(process.argv[2]), '127.0.0.1')
