import { defineAttribute } from '../../src/core/attributes/define-attribute.ts'
import { createCannedResponse } from '../../src/core/canned-responses/create-canned-response.ts'
import type { Ctx } from '../../src/core/context.ts'
import { createLabel } from '../../src/core/labels/create-label.ts'
import { createMember } from '../../src/core/members/create-member.ts'
import { saveFilter } from '../../src/core/saved-filters/save-filter.ts'
import { createTeam } from '../../src/core/teams/create-team.ts'
import type { AuthorRef } from '../../src/model/author.ts'
import type { Tx } from '../../src/storage/db.ts'

/** One of everything that an account keeps beside its conversations, by its slot; the filter is the owner's. */
export async function makeDirectory(ctx: Ctx, tx: Tx, owner: AuthorRef, label: string) {
  const name = label.toLowerCase()
  const entity = 'conversation'
  const team = await createTeam(ctx, tx, { name: `Team ${label}` })
  const made = await createLabel(ctx, tx, { title: `title-${label}` })
  const cannedResponse = await createCannedResponse(ctx, tx, { shortCode: name, content: `Content ${label}` })
  const attribute = await defineAttribute(ctx, tx, { entity, key: name, name: `Attribute ${label}`, kind: 'text' })
  const savedFilter = await saveFilter({ ...ctx, actor: owner }, tx, { name: `Filter ${label}`, entity, query: {} })
  const bot = await createMember(ctx, tx, { name: `Bot ${label}`, role: 'bot' })
  return {
    bot: bot.id,
    team: team.id,
    label: made.id,
    cannedResponse: cannedResponse.id,
    attribute: attribute.id,
    savedFilter: savedFilter.id,
  }
}

/** The slots it fills, with an id that nothing has. */
export function unknownDirectory(none: number) {
  return { bot: none, team: none, label: none, cannedResponse: none, attribute: none, savedFilter: none }
}
