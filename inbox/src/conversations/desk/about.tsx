import { formatDay, formatFull } from '../../ui/format.ts'
import { words } from '../../words/words.ts'
import type { Listed } from '../conversations.ts'
import { attributesOf } from './attributes.ts'
import { Fact, Facts, Section } from './section.tsx'

/** What the conversation says of itself. */
export function About({ one }: { one: Listed }) {
  const { channel } = one.overview
  return (
    <Section title={words.work.about.title}>
      <Facts>
        <Fact name={words.work.about.number}>#{one.number}</Fact>
        {one.subject && <Fact name={words.work.about.subject}>{one.subject}</Fact>}
        {channel && <Fact name={words.work.about.channel}>{channel.name}</Fact>}
        <Moment name={words.work.about.created} time={one.createdAt} />
        {one.firstReplyAt && <Moment name={words.work.about.firstReply} time={one.firstReplyAt} />}
        {one.waitingSince && <Moment name={words.work.about.waiting} time={one.waitingSince} />}
        {attributesOf(one.attributes ?? {}).map(([name, text]) => (
          <Fact key={name} name={name}>
            {text}
          </Fact>
        ))}
      </Facts>
    </Section>
  )
}

function Moment({ name, time }: { name: string; time: string }) {
  return (
    <Fact name={name}>
      <time dateTime={time} title={formatFull(time)}>
        {formatDay(time)}
      </time>
    </Fact>
  )
}
