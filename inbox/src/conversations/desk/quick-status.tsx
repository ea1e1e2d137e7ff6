import { CircleCheckBig, RotateCcw } from 'lucide'
import { Button } from '../../ui/button.tsx'
import { words } from '../../words/words.ts'
import { useWork } from '../work.ts'
import { setStatus } from './handle-conversation.ts'

/** What is done most often, one click away: the conversation is dealt with, or is not after all. */
export function QuickStatus({ conversationId }: { conversationId: number }) {
  const work = useWork()
  const one = work.conversations.find(conversationId)
  if (!one) return null
  const isDone = one.status === 'resolved' || one.status === 'archived'
  return (
    <Button small icon={isDone ? RotateCcw : CircleCheckBig} onClick={() => void setStatus(work, one, isDone ? 'open' : 'resolved')}>
      {isDone ? words.work.desk.reopen : words.work.desk.resolve}
    </Button>
  )
}
