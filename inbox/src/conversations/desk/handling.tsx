import { Flag, User, Users } from 'lucide'
import { present } from '../../live/live.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import type { MenuItem } from '../../ui/menu.tsx'
import { words } from '../../words/words.ts'
import { changeConversation } from '../change-conversation.ts'
import type { Listed } from '../conversations.ts'
import { listAssignable, nameOfMember } from '../directory.ts'
import type { Work } from '../work.ts'
import { Choice, ChoiceMark, ChoiceValue } from './choice.tsx'
import { assign, PRIORITIES, setPriority } from './handle-conversation.ts'
import { Fact, Facts, Section } from './section.tsx'
import { StatusChoice } from './status-choice.tsx'

type Parts = { one: Listed; work: Work }

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
        <ChoiceMark>
          <Icon of={User} size={16} />
        </ChoiceMark>
      )}
      <ChoiceValue isNone={!assignee}>{assignee ? nameOfMember(assignee) : words.work.desk.nobody}</ChoiceValue>
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
      <ChoiceMark>
        <Icon of={Users} size={16} />
      </ChoiceMark>
      <ChoiceValue isNone={!team}>{team?.name ?? words.work.desk.noTeam}</ChoiceValue>
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
      <ChoiceMark priority={priority ?? undefined}>
        <Icon of={Flag} size={16} />
      </ChoiceMark>
      <ChoiceValue isNone={!priority}>{priority ? words.work.desk.priorities[priority] : words.work.desk.noPriority}</ChoiceValue>
    </Choice>
  )
}
