/**
 * Follows what happens in a Parley account over a WebSocket, as a page in a browser does; `node stream-socket.ts` runs it with PARLEY_TOKEN set, too. A page has
 * its token from whoever signed its user in.
 */
const { PARLEY_URL = 'http://127.0.0.1:4000', PARLEY_TOKEN = '' } = process.env

type Frame = { id?: number; type: string; data: { message?: { text: string | null } | null } }

function follow(after: number | undefined, failures: number): void {
  const socket = new WebSocket(`${PARLEY_URL.replace(/^http/, 'ws')}/parley/v1/events`)
  let position = after
  let isOpen = false
  // A page cannot set headers, and an address is no place for a token: it goes in the first frame.
  socket.onopen = () => socket.send(JSON.stringify({ type: 'hello', token: PARLEY_TOKEN, ...(after !== undefined && { after }) }))
  socket.onmessage = ({ data }) => {
    const frame = JSON.parse(data) as Frame
    // `position` is a sign of life: the log was read up to there. What has no id is kept nowhere.
    if (frame.id !== undefined) position = frame.id
    if (frame.type === 'ready') isOpen = true
    if (frame.type === 'ready') console.log(`following from ${frame.id}`)
    else if (frame.type !== 'position') console.log([frame.id, frame.type, frame.data.message?.text].filter(Boolean).join(' '))
  }
  socket.onclose = ({ code, reason }) => {
    console.log(`closed: ${code} ${reason}`)
    // 1008 is a refusal that does not get better by itself; the frame before it says why.
    if (code === 1008) return
    const tries = isOpen ? 0 : failures + 1
    setTimeout(() => follow(position, tries), Math.min(30_000, 1000 * 2 ** tries) * (0.5 + Math.random() / 2))
  }
}

follow(undefined, 0)
