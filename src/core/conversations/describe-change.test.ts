import assert from 'node:assert/strict'
import test from 'node:test'
import type { Author } from '../../model/author.ts'
import type { Conversation } from '../../model/conversation.ts'
import { describeChange } from './describe-change.ts'

const BEFORE = { status: 'open', priority: null, assigneeId: null, teamId: null, labels: [] as string[] } as unknown as Conversation
const ANN = { kind: 'member', id: 7, name: 'Ann' } as Author
const JANE = { kind: 'contact', id: 9, name: 'Jane' } as Author
const PEOPLE = { actor: ANN, nameOf: (id: number) => (id === 8 ? 'Bob' : 'nobody'), team: 'Sales' }

function describe(before: Partial<Conversation>, after: Partial<Conversation>, actor: Author | undefined = ANN): string[] {
  return describeChange({ ...BEFORE, ...before }, { ...BEFORE, ...before, ...after }, { ...PEOPLE, actor })
}

test('every change that the team is told of has its sentence, which names who made it', () => {
  const cases: [Partial<Conversation>, Partial<Conversation>, string[]][] = [
    [{}, { status: 'resolved' }, ['Ann resolved the conversation']],
    [{}, { status: 'archived' }, ['Ann archived the conversation']],
    [{}, { status: 'pending' }, ['Ann marked the conversation as pending']],
    [{}, { status: 'snoozed' }, ['Ann snoozed the conversation']],
    [{ status: 'resolved' }, { status: 'open' }, ['Ann reopened the conversation']],
    [{}, { priority: 'high' }, ['Ann set the priority to high']],
    [{ priority: 'high' }, { priority: 'low' }, ['Ann changed the priority from high to low']],
    [{ priority: 'high' }, { priority: null }, ['Ann removed the priority']],
    [{}, { assigneeId: 8 }, ['Ann assigned the conversation to Bob']],
    [{}, { assigneeId: 7 }, ['Ann took the conversation']],
    [{ assigneeId: 8 }, { assigneeId: null }, ['Ann unassigned the conversation']],
    [{}, { teamId: 3 }, ['Ann assigned the conversation to the team Sales']],
    [{ teamId: 3 }, { teamId: null }, ['Ann unassigned the team']],
    [{}, { labels: ['vip'] }, ['Ann added the label vip']],
    [{ labels: ['a', 'b', 'c'] }, { labels: ['c', 'd', 'e'] }, ['Ann added the labels d, e', 'Ann removed the labels a, b']],
    [{ status: 'resolved' }, { status: 'open', assigneeId: 7 }, ['Ann reopened the conversation', 'Ann took the conversation']],
    [{}, { subject: 'New', attributes: { a: 1 }, snoozedUntil: 5 }, []],
  ]
  for (const [before, after, sentences] of cases) assert.deepEqual(describe(before, after), sentences)
})

test('a customer is not named, so that nobody’s name outlives them', () => {
  assert.deepEqual(describe({}, { status: 'resolved' }, JANE), ['The customer resolved the conversation'])
  assert.deepEqual(describeChange(BEFORE, { ...BEFORE, status: 'pending' }, { ...PEOPLE, actor: undefined }), [
    'Somebody marked the conversation as pending',
  ])
})
