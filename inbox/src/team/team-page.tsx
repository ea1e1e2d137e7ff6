import { CircleAlert, type IconNode, MessageSquareText, Tag, Users } from 'lucide'
import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { place } from '../router.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Icon } from '../ui/icon.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { words } from '../words/words.ts'
import { CannedPart } from './canned-part.tsx'
import { LabelPart } from './label-part.tsx'
import { MemberPart } from './member-part.tsx'
import styles from './team-page.module.css'
import { cannedResponses, labels, members, type TeamList } from './team-store.ts'

const says = words.team

type Part = { name: string; title: string; icon: IconNode; list: TeamList & { all: { value: unknown } }; View: ComponentType }

const PARTS: readonly [Part, ...Part[]] = [
  { name: 'members', title: says.members.title, icon: Users, list: members, View: MemberPart },
  { name: 'labels', title: says.labels.title, icon: Tag, list: labels, View: LabelPart },
  { name: 'canned-responses', title: says.canned.title, icon: MessageSquareText, list: cannedResponses, View: CannedPart },
]

/** `#/team`, `#/team/labels`, `#/team/canned-responses`: who answers, and what they answer with. */
export function TeamPage() {
  const [name] = place.value.parts
  const part = PARTS.find((one) => one.name === name) ?? PARTS[0]
  return (
    <div class={styles.page}>
      <h1 class={styles.title}>{says.title}</h1>
      <nav class={styles.parts} aria-label={says.sections}>
        {PARTS.map((one) => (
          <a key={one.name} class={styles.part} href={`#/team/${one.name}`} aria-current={one === part ? 'page' : undefined}>
            <Icon of={one.icon} size={16} />
            {one.title}
          </a>
        ))}
      </nav>
      <PartView key={part.name} part={part} />
    </div>
  )
}

function PartView({ part: { list, View } }: { part: Part }) {
  const [failure, setFailure] = useState<Error>()
  const load = () => {
    setFailure(undefined)
    list.load().catch(setFailure)
  }
  useEffect(() => {
    load()
    return list.follow()
  }, [list])
  if (list.all.value !== undefined) return <View />
  if (!failure) return <Skeleton lines={5} label={words.ui.loading} />
  return (
    <Empty icon={CircleAlert} title={says.failed}>
      <p>{failure.message}</p>
      <Button onClick={load}>{words.ui.retry}</Button>
    </Empty>
  )
}
