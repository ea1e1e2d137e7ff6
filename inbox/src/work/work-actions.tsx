import { useSignal } from '@preact/signals'
import {
  AlarmClock,
  CircleCheckBig,
  CircleDot,
  Flag,
  Funnel,
  Hourglass,
  MailOpen,
  PanelRight,
  SquarePen,
  Tag,
  UserCheck,
  UserPlus,
  Users,
} from 'lucide'
import type { Action, Choice } from '../palette/actions.ts'
import { useActions } from '../palette/use-actions.ts'
import { isAdministrator } from '../session.ts'
import { words } from '../words/words.ts'
import { changeConversation } from './change-conversation.ts'
import { FIRST_FILTER, STATUSES, TABS } from './conversation-filter.ts'
import type { Listed } from './conversations.ts'
import { assign, markUnread, PRIORITIES, setPriority, setStatus, snooze, toggleLabel } from './desk/handling.ts'
import { SnoozeDialog } from './desk/snooze-dialog.tsx'
import { listSnoozeTimes } from './desk/snooze-times.ts'
import { listAssignable, nameOfMember } from './directory.ts'
import { isCreating } from './list/list-actions.ts'
import { formatUntil } from './list/short-time.ts'
import { useWork, type Work } from './work.ts'

/** Everything that can be done with the list and the open conversation, for the palette and the keys; shows nothing but the dialog for a time. */
export function WorkActions({ conversationId, onDetails }: { conversationId: number | undefined; onDetails: () => void }) {
  const work = useWork()
  const picking = useSignal<Listed | undefined>(undefined)
  const one = conversationId === undefined ? undefined : work.conversations.find(conversationId)
  const pick = () => {
    picking.value = one
  }
  useActions([...listActions(work), ...conversationActions(work, one, pick), detailsAction(one, onDetails)])
  const picked = picking.value
  if (!picked) return null
  return (
    <SnoozeDialog
      onClose={() => {
        picking.value = undefined
      }}
      onChoose={(at) => void snooze(work, picked, at)}
    />
  )
}

function listActions({ conversations }: Work): Action[] {
  const filter = conversations.filter.value
  return [
    {
      id: 'list.create',
      group: 'list',
      words: words.work.actions.create,
      icon: SquarePen,
      keys: 'c',
      run: () => {
        isCreating.value = true
      },
    },
    ...TABS.map((tab) => ({
      id: `list.tab.${tab}`,
      group: 'list' as const,
      words: words.work.actions.tab(words.work.tabs[tab]),
      run: () => conversations.show({ ...filter, tab }),
    })),
    ...STATUSES.map((status) => ({
      id: `list.status.${status}`,
      group: 'list' as const,
      words: words.work.actions.status(words.work.status[status]),
      run: () => conversations.show({ ...filter, status }),
    })),
    {
      id: 'list.clear',
      group: 'list',
      words: words.work.actions.clear,
      icon: Funnel,
      run: () => conversations.show(FIRST_FILTER),
    },
  ]
}

function detailsAction(one: Listed | undefined, run: () => void): Action {
  const said = words.work.actions.details
  return {
    id: 'conversation.details',
    group: 'conversation',
    words: said,
    icon: PanelRight,
    keys: 'd',
    isOffered: () => one !== undefined,
    run,
  }
}

/** Those about one conversation, none where none is open. */
function conversationActions(work: Work, one: Listed | undefined, pickTime: () => void): Action[] {
  if (!one) return []
  const said = words.work.actions
  const isDone = one.status === 'resolved' || one.status === 'archived'
  const action = (id: string, rest: Pick<Action, 'words' | 'icon' | 'keys' | 'isOffered'>) => ({
    id: `conversation.${id}`,
    group: 'conversation' as const,
    ...rest,
  })
  return [
    {
      ...action('resolve', { words: said.resolve, icon: CircleCheckBig, keys: 'e', isOffered: () => !isDone }),
      run: () => setStatus(work, one, 'resolved'),
    },
    {
      ...action('reopen', { words: said.reopen, icon: CircleDot, isOffered: () => one.status !== 'open' }),
      run: () => setStatus(work, one, 'open'),
    },
    {
      ...action('pending', { words: said.pending, icon: Hourglass, isOffered: () => one.status !== 'pending' }),
      run: () => setStatus(work, one, 'pending'),
    },
    {
      ...action('assignMe', { words: said.assignMe, icon: UserCheck, isOffered: () => one.assigneeId !== work.me.id }),
      run: () => assign(work, one, work.me),
    },
    { ...action('unread', { words: said.unread, icon: MailOpen, keys: 'u' }), run: () => markUnread(one) },
    { ...action('assign', { words: said.assign, icon: UserPlus, keys: 'a' }), choose: (text) => assigneeChoices(work, one, text) },
    { ...action('team', { words: said.team, icon: Users }), choose: (text) => teamChoices(work, one, text) },
    { ...action('label', { words: said.label, icon: Tag, keys: 'l' }), choose: (text) => labelChoices(work, one, text) },
    { ...action('priority', { words: said.priority, icon: Flag }), choose: (text) => priorityChoices(work, one, text) },
    {
      ...action('snooze', { words: said.snooze, icon: AlarmClock, keys: 'h' }),
      choose: (text) => snoozeChoices(work, one, pickTime, text),
    },
  ]
}

function matching(choices: readonly Choice[], text: string): Choice[] {
  const wanted = text.trim().toLowerCase()
  return choices.filter((one) => one.words.toLowerCase().includes(wanted))
}

function assigneeChoices(work: Work, one: Listed, text: string): Choice[] {
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

function teamChoices(work: Work, one: Listed, text: string): Choice[] {
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
function labelChoices(work: Work, one: Listed, text: string): Choice[] {
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

function priorityChoices(work: Work, one: Listed, text: string): Choice[] {
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

function snoozeChoices(work: Work, one: Listed, pickTime: () => void, text: string): Choice[] {
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
