import type { TSchema } from 'typebox'
import type { App } from '../dialect.ts'
import type { Profile } from './profile.ts'
import { getAccount, updateAccount } from './routes/account/get-account.ts'
import { BOT_ROUTES, createAgentBot, listAgentBots, resetAgentBotToken } from './routes/bots/agent-bots.ts'
import { getInboxBot, setInboxBot } from './routes/bots/inbox-bot.ts'
import { ATTRIBUTE_ROUTES, listAttributeDefinitions } from './routes/directory/attribute-definitions.ts'
import { CANNED_RESPONSE_ROUTES, listCannedResponses } from './routes/directory/canned-responses.ts'
import { FILTER_ROUTES, listCustomFilters } from './routes/directory/custom-filters.ts'
import { labelRoutes, listLabels } from './routes/directory/labels.ts'
import { createRecord, deleteRecord, getRecord, type RecordRoutes, updateRecord } from './routes/directory/record-routes.ts'
import { addTeamMembers, listTeamMembers, removeTeamMembers, setTeamMembers } from './routes/directory/team-members.ts'
import { listTeams, teamRoutes } from './routes/directory/teams.ts'
import { listAssignableAgents, listInboxAgents } from './routes/inboxes/assignable-agents.ts'
import { deleteInboxAvatar } from './routes/inboxes/delete-avatar.ts'
import { deleteInbox } from './routes/inboxes/delete-inbox.ts'
import { changeInboxMembers, listInboxMembers, removeInboxMembers } from './routes/inboxes/inbox-members.ts'
import { deleteAgent } from './routes/team/delete-agent.ts'

/** What the team has put down for itself: teams, labels, canned responses, attribute definitions, filters, bots, who answers where. */
export function directoryReads(app: App, profile: Profile): void {
  listTeams(app, profile)
  getRecord(app, profile, teamRoutes(profile))
  listTeamMembers(app, profile)
  listLabels(app, profile)
  getRecord(app, profile, labelRoutes(profile))
  listCannedResponses(app, profile)
  listAttributeDefinitions(app, profile)
  getRecord(app, profile, ATTRIBUTE_ROUTES)
  listCustomFilters(app, profile)
  getRecord(app, profile, FILTER_ROUTES)
  listAgentBots(app, profile)
  getRecord(app, profile, BOT_ROUTES)
  getInboxBot(app, profile)
  listInboxMembers(app, profile)
  listInboxAgents(app, profile)
  listAssignableAgents(app, profile)
  getAccount(app, profile)
}

export function directoryWrites(app: App, profile: Profile): void {
  const write = <R, C extends TSchema, U extends TSchema>(routes: RecordRoutes<R, C, U>) => {
    createRecord(app, profile, routes)
    updateRecord(app, profile, routes)
    deleteRecord(app, profile, routes)
  }
  write(teamRoutes(profile))
  addTeamMembers(app, profile)
  setTeamMembers(app, profile)
  removeTeamMembers(app, profile)
  write(labelRoutes(profile))
  write(CANNED_RESPONSE_ROUTES)
  write(ATTRIBUTE_ROUTES)
  write(FILTER_ROUTES)
  createAgentBot(app, profile)
  updateRecord(app, profile, BOT_ROUTES)
  deleteRecord(app, profile, BOT_ROUTES)
  resetAgentBotToken(app, profile)
  setInboxBot(app, profile)
  changeInboxMembers(app, profile)
  removeInboxMembers(app, profile)
  deleteInbox(app, profile)
  deleteInboxAvatar(app, profile)
  deleteAgent(app, profile)
  updateAccount(app, profile)
}
