import type { Erasure } from '../../model/erasure.ts'
import type { IdCodec } from '../../model/ids.ts'
import type { Tx } from '../../storage/db.ts'
import { forgetAnswer, listAnswers } from '../../storage/queries/erasure/traces.ts'
import type { Ctx } from '../context.ts'
import type { Step } from './continue-erasure.ts'

const STEP = 500

/**
 * One step through the account's kept answers to repeated requests: those that show the contact are emptied, and what has a word of theirs in its key, or for the one who asked, goes.
 */
export async function eraseAnswers({ core, accountId }: Ctx, tx: Tx, { contactId, place, words }: Erasure): Promise<Step> {
  const [key = '', scope = ''] = (place ?? []).map(String)
  const page = await listAnswers(tx, accountId, { after: [key, scope], limit: STEP })
  const shows = findTraces(core.ids, contactId, words)
  let answers = 0
  for (const one of page) {
    const withKey = words.some((word) => one.key.includes(word) || one.scope.endsWith(`:${word}`))
    if (!withKey && !(one.answer !== null && shows(one.answer))) continue
    await forgetAnswer(tx, accountId, one, withKey)
    answers += 1
  }
  const last = page.at(-1)
  return { counts: { answers }, next: last && page.length === STEP ? [last.key, last.scope] : 'done' }
}

/** Whether an answer's JSON shows a contact, by any API's form of their id or by one of their words, or may do so because it says something and nothing of whom. Pure. */
function findTraces(ids: IdCodec, contactId: number, words: readonly string[]): (answer: string) => boolean {
  const forms = [
    ids.toUuid('author', contactId),
    ids.toPrefixed('contact', contactId),
    ...words.map((word) => JSON.stringify(word).slice(1, -1)),
  ]
  const number = new RegExp(`[iI]d"\\s*:\\s*"?${contactId}\\b`)
  const isAnybodys = (answer: string) => !/[iI]d"\s*:/.test(answer) && /[[:]\s*["\d-]/.test(answer)
  return (answer) => number.test(answer) || isAnybodys(answer) || forms.some((form) => answer.includes(form))
}
