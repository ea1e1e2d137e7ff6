import assert from 'node:assert/strict'
import { test } from 'node:test'
import { replaceBlock } from './blocks.ts'

const page = 'above\n<!-- begin:a -->\nold\n<!-- end:a -->\nbelow\n'

test('a block is replaced, and nothing around it; a second time changes nothing', () => {
  const once = replaceBlock(page, 'a', '\nnew $& $1\n')
  assert.equal(once, 'above\n<!-- begin:a -->\nnew $& $1\n<!-- end:a -->\nbelow\n')
  assert.equal(replaceBlock(once, 'a', 'new $& $1'), once)
})

test('a page without the block, with half of it or with two is refused', () => {
  for (const wrong of ['', '<!-- begin:a -->', '<!-- end:a --><!-- begin:a -->', page + page]) {
    assert.throws(() => replaceBlock(wrong, 'a', ''), /one block "a"/, wrong)
  }
  assert.throws(() => replaceBlock(page, 'b', ''), /one block "b"/)
})
