import type { Author } from '../../model/author.ts'
import type { Conversation, ConversationStatus } from '../../model/conversation.ts'

/** What a sentence says of people: who did it, the names of whoever else is in it, and that of the team it goes to. */
export type People = { actor: Author | undefined; nameOf: (id: number) => string; team: string | undefined }

const STATUSES: Record<ConversationStatus, (who: string) => string> = {
  open: (who) => `${who} reopened the conversation`,
  pending: (who) => `${who} marked the conversation as pending`,
  snoozed: (who) => `${who} snoozed the conversation`,
  resolved: (who) => `${who} resolved the conversation`,
  archived: (who) => `${who} archived the conversation`,
}

/** One sentence for each thing that the team is told about a change of a conversation (chatwoot sheet 6.3). Pure. */
export function describeChange(before: Conversation, after: Conversation, people: People): string[] {
  const who = whoOf(people.actor)
  const sentences: string[] = []
  if (after.status !== before.status) sentences.push(STATUSES[after.status](who))
  if (after.priority !== before.priority) sentences.push(describePriority(before, after, who))
  if (after.assigneeId !== before.assigneeId) sentences.push(describeAssignee(after, people, who))
  if (after.teamId !== before.teamId) sentences.push(describeTeam(after, people, who))
  const added = after.labels.filter((label) => !before.labels.includes(label))
  const removed = before.labels.filter((label) => !after.labels.includes(label))
  if (added.length > 0) sentences.push(`${who} added the ${listLabels(added)}`)
  if (removed.length > 0) sentences.push(`${who} removed the ${listLabels(removed)}`)
  return sentences
}

/** How a sentence names who did it. A customer has no name here: what is written stays when a contact is erased. */
export function whoOf(actor: Author | undefined): string {
  if (!actor) return 'Somebody'
  return actor.kind === 'contact' ? 'The customer' : actor.name
}

function describePriority(before: Conversation, after: Conversation, who: string): string {
  if (after.priority === null) return `${who} removed the priority`
  if (before.priority === null) return `${who} set the priority to ${after.priority}`
  return `${who} changed the priority from ${before.priority} to ${after.priority}`
}

function describeAssignee({ assigneeId }: Conversation, { actor, nameOf }: People, who: string): string {
  if (assigneeId === null) return `${who} unassigned the conversation`
  return assigneeId === actor?.id ? `${who} took the conversation` : `${who} assigned the conversation to ${nameOf(assigneeId)}`
}

function describeTeam({ teamId }: Conversation, { team }: People, who: string): string {
  if (teamId === null) return `${who} unassigned the team`
  return `${who} assigned the conversation to the team ${team ?? ''}`.trimEnd()
}

function listLabels(labels: readonly string[]): string {
  return `${labels.length === 1 ? 'label' : 'labels'} ${labels.join(', ')}`
}
