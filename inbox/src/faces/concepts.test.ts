import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Face } from '../api/wire.ts'
import { conceptsOf, litOf, namesOf } from './concepts.ts'

const face = (excerpt: string | null, concepts: Record<string, string[]>) => ({ excerpt, concepts }) as Face
const faces = [
  face('/payload/0', { text: ['/payload/0/content'], author: ['/payload/0/sender/name'], status: ['/payload/0/status'] }),
  face('', { author: ['/Sender/Discriminator'], status: ['/IsResolved'] }),
  face(null, {}),
]

test('what is lit is what somebody points at, else what they chose, else what most speak of', () => {
  assert.deepEqual(conceptsOf(faces), ['text', 'author', 'status'])
  assert.equal(litOf(faces, 'author', 'text'), 'author')
  assert.equal(litOf(faces, null, 'text'), 'text')
  assert.equal(litOf(faces, 'labels', 'unread'), 'status')
  assert.equal(litOf(faces.slice(0, 1), null, null), 'text')
  assert.equal(litOf([], null, null), undefined)
})

test('a face’s own name for it is a path below what is shown', () => {
  assert.deepEqual(
    faces.map((one) => namesOf(one, 'author')),
    [['sender.name'], ['Sender.Discriminator'], []],
  )
})
