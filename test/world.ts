import { createAccount, systemCtx } from '../src/core/accounts/create-account.ts'
import { createApplication } from '../src/core/applications/create-application.ts'
import { createChannel } from '../src/core/channels/create-channel.ts'
import { createContact } from '../src/core/contacts/create-contact.ts'
import type { Core } from '../src/core/context.ts'
import { createConversation } from '../src/core/conversations/create-conversation.ts'
import { createMember } from '../src/core/members/create-member.ts'
import { createToken } from '../src/core/tokens/create-token.ts'
import type { Account } from '../src/model/account.ts'
import type { Application, AuthorRef, Contact, Member } from '../src/model/author.ts'
import type { Channel } from '../src/model/channel.ts'
import type { Conversation } from '../src/model/conversation.ts'
import type { DialectName } from '../src/model/token.ts'

/** One account with a little of everything. All of `conversation`'s seven faces are the same conversation. */
export type Place = {
  account: Account
  channel: Channel
  /** An administrator; participant of `conversation`. */
  ann: Member
  /** An agent; participant of `conversation`. */
  bob: Member
  /** An agent who is in no conversation. */
  eve: Member
  /** The customer of `conversation` and of `ticket`. */
  jane: Contact
  conversation: Conversation
  /** A support ticket of Jane's: `kind` is `support`; Ann is the account's support member. */
  ticket: Conversation
  /** Secrets by dialect; Ann's where the dialect knows people. */
  tokens: Record<DialectName, string>
  /** Secrets by person, good in every dialect with tokens in headers. */
  secrets: { ann: string; bob: string; eve: string; jane: string }
}

export type World = {
  home: Place
  /** Another account, whose ids and tokens must be worth nothing at home. */
  away: Place
  /** The Mews client that created both places' conversations, with its ClientToken and a portfolio token over both accounts. */
  application: Application
  clientToken: string
  portfolioToken: string
  /** A second Mews client that has created nothing, with an access token for home. */
  stranger: { clientToken: string; accessToken: string }
  /** A token that administers the installation. */
  installToken: string
}

export async function makeWorld(core: Core): Promise<World> {
  return core.store.tx(async (tx) => {
    const make = async (input: Omit<Parameters<typeof createToken>[2], 'label'>) =>
      (await createToken(core, tx, { label: 'test', ...input })).secret
    const application = await createApplication(core, tx, { name: 'Sample Client' })
    const other = await createApplication(core, tx, { name: 'Stranger' })

    async function makePlace(name: string): Promise<Place> {
      const account = await createAccount(core, tx, { name })
      const ctx = systemCtx(core, account.id)
      const channel = await createChannel(ctx, tx, { name: 'Website', email: `support@${name.toLowerCase()}.example` })
      const member = (who: string, role: 'administrator' | 'agent') =>
        createMember(ctx, tx, { name: `${who} ${name}`, email: `${who.toLowerCase()}@${name.toLowerCase()}.example`, role })
      const ann = await member('Ann', 'administrator')
      const bob = await member('Bob', 'agent')
      const eve = await member('Eve', 'agent')
      const jane = await createContact(ctx, tx, { name: 'Jane Doe', email: `jane@${name.toLowerCase()}-customers.example` })
      const settings = JSON.stringify({ supportMemberIds: [ann.id] })
      await tx.run('update accounts set settings = $2 where account_id = $1', [account.id, settings])
      const people = [ann, bob].map((author) => ({ author, role: 'member' }))
      const conversation = await createConversation(ctx, tx, {
        contactId: jane.id,
        applicationId: application.id,
        subject: 'Billing question',
        participants: people,
      })
      const ticket = await createConversation(ctx, tx, { contactId: jane.id, kind: 'support', subject: 'A ticket', participants: people })
      const secretOf = (author: AuthorRef, dialect: DialectName) => make({ accountId: account.id, author, scope: 'api', dialect })
      const access = {
        accountId: account.id,
        author: application,
        applicationId: application.id,
        scope: 'api' as const,
        dialect: 'mews' as const,
      }
      return {
        account,
        channel,
        ann,
        bob,
        eve,
        jane,
        conversation,
        ticket,
        tokens: {
          parley: await secretOf(ann, 'parley'),
          chatwoot: await secretOf(ann, 'chatwoot'),
          ndoto: await secretOf(ann, 'ndoto'),
          '99digital': await secretOf(ann, '99digital'),
          ondi: await secretOf(ann, 'ondi'),
          tidysupport: await secretOf(ann, 'tidysupport'),
          mews: await make(access),
        },
        secrets: {
          ann: await secretOf(ann, 'parley'),
          bob: await secretOf(bob, 'parley'),
          eve: await secretOf(eve, 'parley'),
          jane: await secretOf(jane, 'parley'),
        },
      }
    }

    const home = await makePlace('Home')
    const away = await makePlace('Away')
    const client = (one: Application) => make({ accountId: 0, author: one, applicationId: one.id, scope: 'client', dialect: 'mews' })
    return {
      home,
      away,
      application,
      clientToken: await client(application),
      portfolioToken: await make({
        accountId: 0,
        accountIds: [home.account.id, away.account.id],
        author: application,
        applicationId: application.id,
        scope: 'portfolio',
        dialect: 'mews',
      }),
      stranger: {
        clientToken: await client(other),
        accessToken: await make({ accountId: home.account.id, author: other, applicationId: other.id, scope: 'api', dialect: 'mews' }),
      },
      installToken: await make({ accountId: 0, author: { kind: 'system', id: 0 }, scope: 'install', dialect: 'parley' }),
    }
  })
}
