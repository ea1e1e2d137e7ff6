import { Tag } from 'lucide'
import type { Choice } from '../palette/actions.ts'
import { isAdministrator } from '../session.ts'
import { words } from '../words/words.ts'
import { changeConversation } from './change-conversation.ts'
import type { Listed } from './conversations.ts'
import { assign, PRIORITIES, setPriority, snooze, toggleLabel } from './desk/handle-conversation.ts'
import { listSnoozeTimes } from './desk/snooze-times.ts'
import { listAssignable, nameOfMember } from './directory.ts'
import { formatUntil } from './list/short-time.ts'
import type { Work } from './work.ts'

function matching(choices: readonly Choice[], text: string): Choice[] {
  const wanted = text.trim().toLowerCase()
  return choices.filter((one) => one.words.toLowerCase().includes(wanted))
}

/** Whom a conversation may be given to; like what follows, what an action asks for what is typed. */
export function assigneeChoices(work: Work, one: Listed, text: string): Choice[] {
  const members = listAssignable(work.directory.members.value)
  const choices = members.map((member) => ({
    id: String(member.id),
    words: member.id === work.me.id ? words.work.desk.me(nameOfMember(member)) : nameOfMember(member),
    hint: member.email ?? undefined,
    isChosen: member.id === one.assigneeId,
    run: () => assign(work, one, member),
  }))
  const nobody = { id: 'nobody', words: words.work.desk.nobody, isChosen: one.assigneeId === null, run: () => assign(work, one, null) }
  return matching([...choices, nobody], text)
}

export function teamChoices(work: Work, one: Listed, text: string): Choice[] {
  const give = (teamId: number | null) => changeConversation(work.conversations, one.id, { teamId })
  const choices = work.directory.teams.value.map(({ id, name }) => ({
    id: String(id),
    words: name,
    isChosen: id === one.teamId,
    run: () => give(id),
  }))
  return matching([...choices, { id: 'none', words: words.work.desk.noTeam, isChosen: one.teamId == null, run: () => give(null) }], text)
}

/** The labels that are defined or borne, and what was typed as a new one. */
export function labelChoices(work: Work, one: Listed, text: string): Choice[] {
  const borne = one.labels ?? []
  const titles = [...new Set([...work.directory.labels.value.map((label) => label.title), ...borne])]
  const choices = matching(
    titles.map((title) => ({ id: title, words: title, isChosen: borne.includes(title), run: () => toggleLabel(work, one, title) })),
    text,
  )
  const typed = text.trim().toLowerCase()
  if (typed === '' || titles.includes(typed)) return choices
  const create = async () => {
    if (isAdministrator.value) await work.directory.define(typed)
    await toggleLabel(work, one, typed)
  }
  return [...choices, { id: `new:${typed}`, words: words.work.desk.createLabel(typed), icon: Tag, run: create }]
}

export function priorityChoices(work: Work, one: Listed, text: string): Choice[] {
  const choices = PRIORITIES.map((priority) => ({
    id: priority as string,
    words: words.work.desk.priorities[priority],
    isChosen: one.priority === priority,
    run: () => setPriority(work, one, priority),
  }))
  return matching(
    [
      ...choices,
      { id: 'none', words: words.work.desk.noPriority, isChosen: one.priority === null, run: () => setPriority(work, one, null) },
    ],
    text,
  )
}

export function snoozeChoices(work: Work, one: Listed, pickTime: () => void, text: string): Choice[] {
  const now = new Date()
  const times = listSnoozeTimes(now).map(({ name, at }) => ({
    id: name as string,
    words: words.work.desk[name],
    hint: formatUntil(at.toISOString(), now.getTime()),
    run: () => snooze(work, one, at),
  }))
  const others = [
    { id: 'reply', words: words.work.desk.untilReply, run: () => snooze(work, one, null) },
    { id: 'pick', words: words.work.desk.pickTime, run: pickTime },
  ]
  return matching([...times, ...others], text)
}
