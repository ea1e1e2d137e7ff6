import { Type } from 'typebox'
import { once } from '../../../../core/idempotency/once.ts'
import { deleteMember } from '../../../../core/members/delete-member.ts'
import { AppError } from '../../../../model/errors.ts'
import { findMembers } from '../../../../storage/queries/people/members.ts'
import type { App } from '../../../dialect.ts'
import { sendAnswer } from '../../../requests.ts'
import { answers, Empty, toPathId } from '../../inputs/inputs.ts'
import type { Profile } from '../../profile.ts'

/** Their conversations are nobody's then, and their tokens are worth nothing; what they have said stays (ndoto sheet 6, 99digital sheet 6). */
export function deleteAgent(app: App, profile: Profile): void {
  const params = Type.Object({ account_id: Type.String(), agent_id: Type.String() })
  const schema = { summary: 'Delete an agent', params, response: answers(profile, Empty) }
  app.delete('/agents/:agent_id', { config: { action: 'writeMembers' }, schema }, async ({ ctx, params }, reply) => {
    const id = toPathId(params.agent_id, 'member_not_found')
    const answer = await once(ctx, async (tx) => {
      const [member] = await findMembers(tx, ctx.accountId, [id])
      if (!member || member.role === 'bot') throw new AppError('member_not_found')
      await deleteMember(ctx, tx, id)
      return { status: 200, body: null }
    })
    return sendAnswer(reply, answer)
  })
}
