import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cleanFileName, MAX_NAME_LENGTH } from './store-attachment.ts'

test('a file name loses folders, control and invisible characters, and is bounded without losing its ending', () => {
  const cases: [string, string][] = [
    ['invoice.pdf', 'invoice.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\jane\\bill.pdf', 'bill.pdf'],
    [' two words.txt ', 'two words.txt'],
    ['a\r\nb\0c\u202ecod.exe', 'abccod.exe'],
    ['été 図.png', 'été 図.png'],
    ['.env', '.env'],
    ['..', 'file'],
    ['', 'file'],
    ['folder/', 'file'],
    ['half \ud800.txt', 'half \ufffd.txt'],
  ]
  for (const [name, expected] of cases) assert.equal(cleanFileName(name), expected, JSON.stringify(name))
  const long = cleanFileName(`${'😀'.repeat(300)}.tar.gz`)
  assert.equal(Array.from(long).length, MAX_NAME_LENGTH)
  assert.ok(long.endsWith('😀.tar.gz'))
})
