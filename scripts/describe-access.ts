import { ACTIONS, type Action, CONVERSATION_ADMIN, DOORS, type DoorName, may, ROLES, type Role } from '../src/core/access.ts'
import { DIALECTS } from '../src/dialects/index.ts'
import type { Scope } from '../src/model/token.ts'

/** What each action is, for somebody who looks for it in the table. */
const MEANING: Record<Action, string> = {
  identify: 'ask who the token is, and what every caller may know',
  updateSelf: 'change one’s own name, address and settings',
  manageAccounts: 'list and create accounts, and say what their webhooks may reach that is not public',
  readAccount: 'read the account’s record',
  updateAccount: 'change it',
  manageTokens: 'list, make and revoke tokens',
  managePasswords: 'give members and contacts a password, or take it away',
  readMembers: 'see who is on the team, the teams and the bots',
  writeMembers: 'add, change and delete members, teams and bots',
  readContacts: 'see all contacts',
  writeContacts: 'create, change and delete contacts',
  eraseContacts: 'erase everything that is kept of a contact',
  readChannels: 'see the channels',
  writeChannels: 'add, change and delete channels, and say who answers in them',
  readConversations: 'read conversations and their messages',
  startConversations: 'begin a conversation',
  writeConversations: 'change status, priority, assignee, attributes',
  labelConversations: 'change labels',
  deleteConversations: 'delete a conversation with all that is in it',
  closeOwnConversations: 'close one’s own conversation',
  changeParticipants: 'add and remove participants',
  sendMessages: 'send messages',
  showTyping: 'say that one is typing',
  writeNotes: 'write private notes',
  speakForContacts: 'write in a contact’s name',
  changeMessages: 'edit, delete and resend messages',
  markRead: 'move one’s read position',
  readEvents: 'replay the account’s log',
  searchMessages: 'search in messages',
  manageWebhooks: 'see, add, change, pause, replay and delete webhooks, and read what they were told',
  readDefinitions: 'see the labels and custom attributes that are defined',
  writeDefinitions: 'define labels and custom attributes, change and delete them',
  keepShortcuts: 'see, add, change and delete canned responses, and filters of one’s own',
  readReports: 'see what happened, counted',
  manageDeliveries: 'see deliveries and say who brings them to whom',
  openTickets: 'open support tickets, see and close one’s own',
  answerTickets: 'work on support tickets; for the account’s support members only',
  readFaces: 'see what the clients of every API are given for a conversation',
}

const NAMES: Record<Role, string> = {
  administrator: 'Administrator',
  agent: 'Agent',
  dispatcher: 'Dispatcher',
  bot: 'Bot',
  driver: 'Driver',
  contact: 'Contact',
  application: 'Application',
  install: 'Installation',
}

/** `docs/access.md`: the tables in src/core/access.ts. */
export function describeAccess(): string {
  const head = `| Action | What it is | ${ROLES.map((role) => NAMES[role]).join(' | ')} |`
  const rows = ACTIONS.map((action) => {
    const cells = ROLES.map((role) => (may(action, role) ? '●' : ''))
    return `| \`${action}\` | ${MEANING[action]} | ${cells.join(' | ')} |`
  })
  return `# Who may do what

This page is made from \`src/core/access.ts\` by \`npm run docs\`. A test makes every operation of every dialect with every role and compares with it.

A token belongs to one **role**: a member’s (administrator, agent, dispatcher, driver, bot), or that of a contact, an application, or the installation. What a role may do
is the same in every API; a vendor’s API may admit fewer roles and let them do less, never more. Each operation of a [dialect’s page](dialects/README.md) names its action.

${head}
| --- | --- |${ROLES.map(() => ' :-: |').join('')}
${rows.join('\n')}

## Which conversations

- **Administrators, dispatchers and bots** see every conversation of the account.
- **Agents** see those of channels (inboxes) that have no members of their own, of channels they are a member of, of their teams, and those they take part in.
- **Drivers** see those they take part in, until they leave.
- **Contacts** see their own, and those they take part in.
- **Applications** see those they began, and those they take part in.
- To everybody else a conversation does not exist. Private notes are for the team alone, in dialects that can mark them.
- An **admin of a conversation** (a participant with the role \`admin\`) may do in it, in OnDi: ${list(CONVERSATION_ADMIN)}.

## Doors

| API | Roles | Tokens | Less than the role may |
| --- | --- | --- | --- |
${Object.keys(DOORS).map(describeDoor).join('\n')}

The scope of a token says what it is for: \`api\` is an ordinary token, \`install\` administers the installation, \`portfolio\` speaks for several accounts, \`visitor\` is a contact's in one channel, given
out by the chat widget. Mews’ ClientToken has a
scope of its own, \`client\`, and is good only beside an AccessToken. Nobody needs a token for Chatwoot’s Client API: there the address holds the secret, and the caller is the contact
it names.
`
}

function describeDoor(name: string): string {
  const door = DOORS[name as DoorName]
  const title = DIALECTS.find((dialect) => dialect.name === name)?.title.replace(/:.*/, '') ?? 'Chatwoot’s Client API'
  const roles = door.admits.length === ROLES.length ? 'all' : door.admits.join(', ')
  const scopes = (Object.keys(door.scopes) as Scope[]).filter((scope) => name !== 'client' || scope !== 'api')
  const less = [
    ...Map.groupBy(Object.entries(door.only ?? {}), ([, actions]) => list(actions))
      .entries()
      .map(([actions, roles]) => `${roles.map(([role]) => role).join(', ')}: only ${actions}`),
    ...scopes.flatMap((scope) => (door.scopes[scope] === ACTIONS ? [] : [`a \`${scope}\` token: only ${list(door.scopes[scope] ?? [])}`])),
  ]
  return `| ${title} | ${roles} | ${scopes.map((scope) => `\`${scope}\``).join(', ') || 'none'} | ${less.join('; ')} |`
}

function list(actions: readonly Action[]): string {
  return actions.map((action) => `\`${action}\``).join(', ')
}
