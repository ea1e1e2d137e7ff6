import { useSignal } from '@preact/signals'
import { AlarmClock, CircleCheckBig, CircleDot, Hourglass, type IconNode } from 'lucide'
import type { Conversation } from '../../api/wire.ts'
import { Icon } from '../../ui/icon.tsx'
import type { MenuItem } from '../../ui/menu.tsx'
import { words } from '../../words/words.ts'
import type { Listed } from '../conversations.ts'
import { formatUntil } from '../list/short-time.ts'
import type { Work } from '../work.ts'
import { Choice, ChoiceMark, ChoiceValue } from './choice.tsx'
import { setStatus, snooze } from './handle-conversation.ts'
import { SnoozeDialog } from './snooze-dialog.tsx'
import { listSnoozeTimes } from './snooze-times.ts'

const STATUS_ICONS: Record<Conversation['status'], IconNode> = {
  open: CircleDot,
  pending: Hourglass,
  snoozed: AlarmClock,
  resolved: CircleCheckBig,
  archived: CircleCheckBig,
}

/** How it stands with the conversation, and what else it may be: done with, put aside, or asleep until a time. */
export function StatusChoice({ one, work }: { one: Listed; work: Work }) {
  const isPicking = useSignal(false)
  const now = new Date()
  const isSnoozed = one.status === 'snoozed'
  const items: MenuItem[] = [
    ...(['open', 'pending', 'resolved'] as const).map((status) => ({
      label: words.work.status[status],
      checked: one.status === status,
      onChoose: () => void setStatus(work, one, status),
    })),
    'line',
    { heading: words.work.desk.snooze },
    ...listSnoozeTimes(now).map(({ name, at }) => ({
      label: words.work.desk[name],
      hint: formatUntil(at.toISOString(), now.getTime()),
      onChoose: () => void snooze(work, one, at),
    })),
    { label: words.work.desk.untilReply, onChoose: () => void snooze(work, one, null) },
    {
      label: words.work.desk.pickTime,
      onChoose: () => {
        isPicking.value = true
      },
    },
  ]
  const text =
    isSnoozed && one.snoozedUntil
      ? words.work.desk.snoozedUntil(formatUntil(one.snoozedUntil, now.getTime()))
      : words.work.status[one.status]
  return (
    <>
      <Choice label={words.work.desk.status} items={items}>
        <ChoiceMark status={one.status}>
          <Icon of={STATUS_ICONS[one.status]} size={16} />
        </ChoiceMark>
        <ChoiceValue>{text}</ChoiceValue>
      </Choice>
      {isPicking.value && (
        <SnoozeDialog
          onClose={() => {
            isPicking.value = false
          }}
          onChoose={(at) => void snooze(work, one, at)}
        />
      )}
    </>
  )
}
