import type { DialectName } from '../../model/token.ts'
import { GUEST_CONVERSATIONS, GUESTS } from './demo-guests.ts'
import type { Seed } from './seed-schema.ts'

const LABEL = 'demo'
const CLIENT = 'Sample Client'
/** Dialects whose tokens speak for a member; Ann's. */
const MEMBER_DIALECTS: readonly DialectName[] = ['parley', 'chatwoot', 'ndoto', '99digital', 'tidysupport']
const ONDI_MEMBERS = ['ann', 'bob', 'dora', 'dan', 'nils', 'olga']

/** The account a new store begins with: one conversation that all seven dialects speak of, a token for each of them, and a few more guests, so that a list is one. */
export const DEMO_SEED: Seed = {
  applications: [{ name: CLIENT }],
  accounts: [
    {
      name: 'Acme Hotel',
      timezone: 'Europe/Berlin',
      locale: 'en',
      settings: { supportMembers: [mailOf('ann')] },
      members: [
        { name: 'Ann Miller', email: mailOf('ann'), role: 'administrator' },
        { name: 'Bob Stone', email: mailOf('bob'), role: 'agent' },
        { name: 'Dora Lind', email: mailOf('dora'), role: 'dispatcher' },
        { name: 'Dan Reyes', email: mailOf('dan'), role: 'driver' },
        { name: 'Nils Berg', email: mailOf('nils'), role: 'dispatcher' },
        { name: 'Olga Novak', email: mailOf('olga'), role: 'administrator' },
      ],
      contacts: [{ name: 'Jane Doe', identifier: 'jane-doe', email: 'jane.doe@example.com', phone: '+4930123456' }, ...GUESTS],
      channels: [
        { name: 'Website', kind: 'api' },
        {
          name: 'Chat',
          kind: 'web_widget',
          settings: { widget: { title: 'Acme Hotel', greeting: 'Welcome! How can we help you?', colour: '#8a4b35' } },
        },
        { name: 'E-mail', kind: 'email', email: 'stay@acme-hotel.example' },
      ],
      conversations: [
        {
          key: 'demo',
          subject: 'Late arrival on Friday',
          contact: 'jane-doe',
          channel: 'Website',
          application: CLIENT,
          assignee: mailOf('bob'),
          participants: ['ann', 'bob', 'dora', 'dan'].map((who) => ({ member: mailOf(who) })),
          messages: [
            { contact: 'jane-doe', text: 'Hello! We will only arrive around 11 pm on Friday. Is that a problem?' },
            { member: mailOf('bob'), text: 'Not at all, Jane: the reception is open all night.' },
            { member: mailOf('bob'), private: true, text: 'Room 204 is quiet and free, keep it for her.' },
            { contact: 'jane-doe', text: 'Wonderful, thank you. Could somebody pick us up at the station?' },
            { member: mailOf('ann'), text: 'Of course. Dan will wait for you at the main entrance.' },
          ],
        },
        ...GUEST_CONVERSATIONS,
      ],
      tokens: [
        ...MEMBER_DIALECTS.map((dialect) => ({ dialect, member: mailOf('ann'), label: LABEL })),
        { dialect: 'mews', application: CLIENT, label: LABEL },
        ...ONDI_MEMBERS.map((who) => ({ dialect: 'ondi' as const, member: mailOf(who), label: LABEL })),
        { dialect: 'ondi', contact: 'jane-doe', label: LABEL },
      ],
    },
  ],
}

function mailOf(who: string): string {
  return `${who}@acme-hotel.example`
}
