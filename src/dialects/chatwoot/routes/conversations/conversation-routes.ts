import type { App } from '../../../dialect.ts'
import type { Profile } from '../../profile.ts'
import { searchConversations } from '../search/search-conversations.ts'
import { searchMessages } from '../search/search-messages.ts'
import { assignConversation } from './assign-conversation.ts'
import {
  markAsUnread,
  setCustomAttributes,
  togglePriority,
  toggleTypingStatus,
  updateLastSeen,
  updatePriority,
} from './change-conversation.ts'
import { listConversationLabels, setConversationLabels } from './conversation-labels.ts'
import { createConversation } from './create-conversation.ts'
import { deleteConversation } from './delete-conversation.ts'
import { filterConversations } from './filter-conversations.ts'
import { getConversation } from './get-conversation.ts'
import { listAttachments } from './list-attachments.ts'
import { countConversations, listConversations } from './list-conversations.ts'
import { mute, unmute } from './mute.ts'
import { changeParticipants, listParticipants } from './participants.ts'
import { toggleStatus } from './toggle-status.ts'

export function conversationReads(app: App, profile: Profile): void {
  listConversations(app, profile)
  countConversations(app, profile)
  getConversation(app, profile)
  listConversationLabels(app, profile)
  if (!profile.desk.isWhole) return
  searchConversations(app, profile)
  searchMessages(app, profile)
  listAttachments(app, profile)
  listParticipants(app, profile)
}

export function conversationWrites(app: App, profile: Profile): void {
  createConversation(app, profile)
  updatePriority(app, profile)
  toggleStatus(app, profile)
  togglePriority(app, profile)
  toggleTypingStatus(app, profile)
  assignConversation(app, profile)
  setConversationLabels(app, profile)
  setCustomAttributes(app, profile)
  updateLastSeen(app, profile)
  filterConversations(app, profile)
  mute(app, profile)
  unmute(app, profile)
  if (!profile.desk.isWhole) return
  markAsUnread(app, profile)
  deleteConversation(app, profile)
  changeParticipants(app, profile)
}
