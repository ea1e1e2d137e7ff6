import {
  AlarmClock,
  CircleCheckBig,
  Clock,
  CornerUpLeft,
  Flag,
  Hourglass,
  type IconNode,
  Lock,
  Mail,
  MessageCircle,
  Paperclip,
  Webhook,
} from 'lucide'
import type { Channel, Conversation } from '../../api/wire.ts'
import { present } from '../../live/live.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge } from '../../ui/badge.tsx'
import { formatFull } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { words } from '../../words/words.ts'
import type { Listed } from '../conversations.ts'
import { nameOfMember } from '../directory.ts'
import { LabelChip } from '../label-chip.tsx'
import type { Work } from '../work.ts'
import styles from './conversation-row.module.css'
import { toPreview } from './preview.ts'
import { formatShort, formatUntil, formatWait } from './short-time.ts'

const CHANNEL_ICONS: Record<Channel['kind'], IconNode> = { api: Webhook, email: Mail, web_widget: MessageCircle }
/** How many labels a row shows before it counts. */
const LABELS = 2

type Parts = { one: Listed; work: Work; now: number }

/** What a contact is called where they have no name. */
export function titleOf({ overview: { contact }, subject, number }: Listed): string {
  return contact?.name || contact?.email || contact?.phone || subject || words.work.numbered(number)
}

/** One conversation of a list: who it is with, the newest words, and what one has to know before opening it. */
export function ConversationRow({ one, work, now, href, isOpen }: Parts & { href: string; isOpen: boolean }) {
  const title = titleOf(one)
  const { contact, unread, lastMessage } = one.overview
  const time = lastMessage?.createdAt ?? one.lastActivityAt ?? one.createdAt
  return (
    <a class={styles.row} href={href} data-conversation={one.id} data-unread={unread > 0} aria-current={isOpen ? 'true' : undefined}>
      <Avatar
        name={title}
        id={contact?.id ?? one.id}
        size={38}
        online={(contact && present.value.has(`contact:${contact.id}`)) || undefined}
      />
      <span class={styles.head}>
        <span class={styles.name} dir="auto">
          {title}
        </span>
        <time class={styles.time} dateTime={time} title={formatFull(time)}>
          {formatShort(time, now)}
        </time>
      </span>
      <span class={styles.words}>
        <PreviewLine one={one} work={work} />
        {unread > 0 && (
          <Badge tone="accent" label={words.work.unreadLabel(unread)}>
            {words.work.unread(unread)}
          </Badge>
        )}
      </span>
      <Meta one={one} work={work} now={now} />
    </a>
  )
}

function PreviewLine({ one, work }: Omit<Parts, 'now'>) {
  const { kind, who, text, files } = toPreview(one.overview.lastMessage, work.me.id)
  if (kind === 'none') return <span class={`${styles.preview} ${styles.faint}`}>{one.subject || words.work.noMessage}</span>
  if (kind === 'deleted') return <span class={`${styles.preview} ${styles.faint}`}>{words.work.deleted}</span>
  const by = who === 'me' ? words.work.you : who
  return (
    <span class={`${styles.preview} ${kind === 'note' ? styles.note : ''}`} dir="auto">
      {kind === 'note' && <Mark icon={Lock} label={words.work.note} />}
      {kind === 'outbound' && <Mark icon={CornerUpLeft} />}
      {by && <span class={styles.by}>{words.work.by(by)}</span>}
      {files > 0 && <Mark icon={Paperclip} />}
      {text || (files > 0 ? words.work.files(files) : words.work.noMessage)}
    </span>
  )
}

function Mark({ icon, label }: { icon: IconNode; label?: string }) {
  return (
    <span class={styles.mark}>
      <Icon of={icon} size={13} />
      {label !== undefined && <span class="visually-hidden">{label}</span>}
    </span>
  )
}

function Meta({ one, work, now }: Parts) {
  const { channel } = one.overview
  const labels = one.labels ?? []
  const assignee = work.directory.members.value.find((member) => member.id === one.assigneeId)
  return (
    <span class={styles.meta}>
      {channel && (
        <span class={styles.channel}>
          <Icon of={CHANNEL_ICONS[channel.kind]} size={13} />
          <span class={styles.cut}>{channel.name}</span>
        </span>
      )}
      {labels.slice(0, LABELS).map((label) => (
        <LabelChip key={label} label={label} directory={work.directory} small />
      ))}
      {labels.length > LABELS && <span>{words.work.moreLabels(labels.length - LABELS)}</span>}
      <span class={styles.end}>
        {(one.priority === 'urgent' || one.priority === 'high') && (
          <span class={styles.flag} data-priority={one.priority} title={words.work.desk.priorities[one.priority]}>
            <Icon of={Flag} size={13} />
            <span class="visually-hidden">{words.work.priorityIs(words.work.desk.priorities[one.priority])}</span>
          </span>
        )}
        <State one={one} now={now} />
        {assignee && (
          <span class={styles.assignee} title={words.work.assignedTo(nameOfMember(assignee))}>
            <Avatar name={nameOfMember(assignee)} id={assignee.id} size={20} />
            <span class="visually-hidden">{words.work.assignedTo(nameOfMember(assignee))}</span>
          </span>
        )}
      </span>
    </span>
  )
}

/** How it stands with it, where that is not simply open. */
function State({ one, now }: Omit<Parts, 'work'>) {
  const { status, snoozedUntil, waitingSince } = one
  if (status === 'snoozed') {
    return <Hint icon={AlarmClock} text={snoozedUntil ? words.work.until(formatUntil(snoozedUntil, now)) : words.work.untilReply} />
  }
  if (status === 'pending') return <Hint icon={Hourglass} text={words.work.status.pending} />
  if (status !== 'open') return <Hint icon={CircleCheckBig} text={words.work.status[status as Conversation['status']]} />
  if (waitingSince) return <Hint icon={Clock} text={words.work.waiting(formatWait(waitingSince, now))} isUrgent />
  return null
}

function Hint({ icon, text, isUrgent = false }: { icon: IconNode; text: string; isUrgent?: boolean }) {
  return (
    <span class={`${styles.hint} ${isUrgent ? styles.urgent : ''}`}>
      <Icon of={icon} size={13} />
      {text}
    </span>
  )
}
