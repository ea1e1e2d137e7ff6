import { useSignal } from '@preact/signals'
import { AlarmClock, ChevronDown, CircleCheckBig, CircleDot, Flag, Hourglass, type IconNode, User, Users } from 'lucide'
import type { ComponentChildren } from 'preact'
import type { Conversation } from '../../api/wire.ts'
import { present } from '../../live/live.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Menu, type MenuItem } from '../../ui/menu.tsx'
import { words } from '../../words/words.ts'
import { changeConversation } from '../change-conversation.ts'
import type { Listed } from '../conversations.ts'
import { listAssignable, nameOfMember } from '../directory.ts'
import { formatUntil } from '../list/short-time.ts'
import type { Work } from '../work.ts'
import styles from './handling.module.css'
import { assign, PRIORITIES, setPriority, setStatus, snooze } from './handling.ts'
import { Fact, Facts, Section } from './section.tsx'
import { SnoozeDialog } from './snooze-dialog.tsx'
import { listSnoozeTimes } from './snooze-times.ts'

type Parts = { one: Listed; work: Work }

const STATUS_ICONS: Record<Conversation['status'], IconNode> = {
  open: CircleDot,
  pending: Hourglass,
  snoozed: AlarmClock,
  resolved: CircleCheckBig,
  archived: CircleCheckBig,
}

/** Who works on it, how it stands and how much it matters. */
export function Handling({ one, work }: Parts) {
  const isMine = one.assigneeId === work.me.id
  return (
    <Section
      title={words.work.desk.handling}
      action={
        !isMine && (
          <Button small look="quiet" onClick={() => void assign(work, one, work.me)}>
            {words.work.desk.takeIt}
          </Button>
        )
      }
    >
      <Facts>
        <Fact name={words.work.desk.status}>
          <StatusChoice one={one} work={work} />
        </Fact>
        <Fact name={words.work.desk.assignee}>
          <AssigneeChoice one={one} work={work} />
        </Fact>
        <Fact name={words.work.desk.team}>
          <TeamChoice one={one} work={work} />
        </Fact>
        <Fact name={words.work.desk.priority}>
          <PriorityChoice one={one} work={work} />
        </Fact>
      </Facts>
    </Section>
  )
}

/** A value that is a menu of what else it could be. */
function Choice({ label, items, children }: { label: string; items: readonly MenuItem[]; children: ComponentChildren }) {
  return (
    <Menu
      label={label}
      items={items}
      trigger={(props) => (
        <button type="button" {...props} class={styles.choice}>
          <span class="visually-hidden">{label}: </span>
          {children}
          <Icon of={ChevronDown} size={14} />
        </button>
      )}
    />
  )
}

function StatusChoice({ one, work }: Parts) {
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
        <span class={styles.mark} data-status={one.status}>
          <Icon of={STATUS_ICONS[one.status]} size={16} />
        </span>
        <span class={styles.value}>{text}</span>
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

function AssigneeChoice({ one, work }: Parts) {
  const members = listAssignable(work.directory.members.value)
  const assignee = work.directory.members.value.find((member) => member.id === one.assigneeId)
  const items: MenuItem[] = [
    ...members
      .toSorted((a, b) => Number(b.id === work.me.id) - Number(a.id === work.me.id))
      .map((member) => ({
        label: member.id === work.me.id ? words.work.desk.me(nameOfMember(member)) : nameOfMember(member),
        hint: present.value.has(`member:${member.id}`) ? words.work.desk.online : undefined,
        checked: member.id === one.assigneeId,
        onChoose: () => void assign(work, one, member),
      })),
    'line',
    { label: words.work.desk.nobody, checked: one.assigneeId === null, onChoose: () => void assign(work, one, null) },
  ]
  return (
    <Choice label={words.work.desk.assignee} items={items}>
      {assignee ? (
        <Avatar name={nameOfMember(assignee)} id={assignee.id} size={20} online={present.value.has(`member:${assignee.id}`) || undefined} />
      ) : (
        <span class={styles.mark}>
          <Icon of={User} size={16} />
        </span>
      )}
      <span class={assignee ? styles.value : styles.none}>{assignee ? nameOfMember(assignee) : words.work.desk.nobody}</span>
    </Choice>
  )
}

function TeamChoice({ one, work }: Parts) {
  const teams = work.directory.teams.value
  const team = teams.find((each) => each.id === one.teamId)
  const items: MenuItem[] = [
    ...teams.map(({ id, name }) => ({
      label: name,
      checked: id === one.teamId,
      onChoose: () => void changeConversation(work.conversations, one.id, { teamId: id }),
    })),
    ...(teams.length > 0 ? ['line' as const] : []),
    {
      label: words.work.desk.noTeam,
      checked: one.teamId == null,
      onChoose: () => void changeConversation(work.conversations, one.id, { teamId: null }),
    },
  ]
  return (
    <Choice label={words.work.desk.team} items={items}>
      <span class={styles.mark}>
        <Icon of={Users} size={16} />
      </span>
      <span class={team ? styles.value : styles.none}>{team?.name ?? words.work.desk.noTeam}</span>
    </Choice>
  )
}

function PriorityChoice({ one, work }: Parts) {
  const { priority = null } = one
  const items: MenuItem[] = [
    ...PRIORITIES.map((each) => ({
      label: words.work.desk.priorities[each],
      checked: each === priority,
      onChoose: () => void setPriority(work, one, each),
    })),
    'line',
    { label: words.work.desk.noPriority, checked: priority === null, onChoose: () => void setPriority(work, one, null) },
  ]
  return (
    <Choice label={words.work.desk.priority} items={items}>
      <span class={styles.mark} data-priority={priority ?? undefined}>
        <Icon of={Flag} size={16} />
      </span>
      <span class={priority ? styles.value : styles.none}>
        {priority ? words.work.desk.priorities[priority] : words.work.desk.noPriority}
      </span>
    </Choice>
  )
}
