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
import type { Action } from '../palette/actions.ts'
import { useActions } from '../palette/use-actions.ts'
import { words } from '../words/words.ts'
import { FIRST_FILTER, STATUSES, TABS } from './conversation-filter.ts'
import type { Listed } from './conversations.ts'
import { assign, markUnread, setStatus, snooze } from './desk/handle-conversation.ts'
import { SnoozeDialog } from './desk/snooze-dialog.tsx'
import { isCreating } from './list/is-creating.ts'
import { useWork, type Work } from './work.ts'
import { assigneeChoices, labelChoices, priorityChoices, snoozeChoices, teamChoices } from './work-choices.ts'

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
