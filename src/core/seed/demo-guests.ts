import type { SeedAccount, SeedConversation } from './seed-schema.ts'

/** The other guests of the demo account. */
export const GUESTS: NonNullable<SeedAccount['contacts']> = [
  { name: 'Marco Bianchi', identifier: 'marco-bianchi', email: 'marco.bianchi@example.com', phone: '+390612345678' },
  { name: 'Aiko Tanaka', identifier: 'aiko-tanaka', email: 'aiko.tanaka@example.com' },
  { name: 'Lena Fischer', identifier: 'lena-fischer', email: 'lena.fischer@example.com', phone: '+4989123456' },
  { name: 'Omar Haddad', identifier: 'omar-haddad', email: 'omar.haddad@example.com' },
  { name: 'Sofía García', identifier: 'sofia-garcia', phone: '+34911234567' },
  { name: 'Noah Williams', identifier: 'noah-williams', email: 'noah.williams@example.com' },
]

const ANN = 'ann@acme-hotel.example'
const BOB = 'bob@acme-hotel.example'
const DORA = 'dora@acme-hotel.example'

/** What they write about: open and done, somebody's and nobody's, from every kind of channel, with notes and labels. */
export const GUEST_CONVERSATIONS: readonly SeedConversation[] = [
  {
    key: 'scarf',
    subject: 'A blue scarf',
    contact: 'omar-haddad',
    channel: 'E-mail',
    status: 'resolved',
    assignee: DORA,
    labels: ['lost-and-found'],
    messages: [
      { contact: 'omar-haddad', text: 'Good morning, I think I left a blue scarf in room 112 on Sunday.' },
      { member: DORA, private: true, text: 'Housekeeping has it, shelf B.' },
      { member: DORA, text: 'We found it! It is on its way to you by post today.' },
      { contact: 'omar-haddad', text: 'You are wonderful. Thank you!' },
    ],
  },
  {
    key: 'crib',
    subject: 'A crib for the little one',
    contact: 'lena-fischer',
    channel: 'Website',
    status: 'pending',
    assignee: BOB,
    labels: ['family', 'room'],
    messages: [
      { contact: 'lena-fischer', text: 'We travel with a baby this time. Is there a crib for the room?' },
      { member: BOB, text: 'Of course, at no charge. Would you like a bottle warmer, too?' },
      { contact: 'lena-fischer', text: 'Oh yes, please!' },
      { member: BOB, private: true, text: 'Asked housekeeping: crib and warmer for 305, from Thursday.' },
    ],
  },
  {
    key: 'invoice',
    subject: 'Invoice for 14 to 16 March',
    contact: 'aiko-tanaka',
    channel: 'E-mail',
    assignee: ANN,
    labels: ['billing'],
    messages: [
      {
        contact: 'aiko-tanaka',
        text: 'Dear team, could you send me the invoice for our stay from 14 to 16 March, made out to Tanaka Design K.K.? With kind regards, Aiko Tanaka',
        html: '<p>Dear team,</p><p>could you send me the invoice for our stay from <b>14 to 16 March</b>, made out to <i>Tanaka Design K.K.</i>?</p><p>With kind regards,<br>Aiko Tanaka</p>',
      },
      { member: ANN, text: 'Dear Ms Tanaka, you will have it this afternoon. Shall we add your VAT number?' },
      { contact: 'aiko-tanaka', text: 'That would be perfect: it is the same as last year.' },
    ],
  },
  {
    key: 'parking',
    contact: 'sofia-garcia',
    channel: 'Chat',
    labels: ['parking'],
    messages: [
      { contact: 'sofia-garcia', text: '¡Hola! ¿Tienen aparcamiento en el hotel? Llegamos en coche el sábado.' },
      { contact: 'sofia-garcia', text: 'Es un coche bastante alto, casi dos metros.' },
    ],
  },
  {
    key: 'breakfast',
    contact: 'marco-bianchi',
    channel: 'Chat',
    labels: ['breakfast'],
    messages: [
      { contact: 'marco-bianchi', text: 'Hi! We leave at 5 am tomorrow. Any chance of an early breakfast?' },
      { member: ANN, private: true, text: 'The kitchen opens at 6; breakfast boxes are possible.' },
      { contact: 'marco-bianchi', text: 'Coffee would already make us happy :)' },
    ],
  },
  {
    key: 'wedding',
    subject: 'Twelve rooms in June',
    contact: 'noah-williams',
    channel: 'Website',
    assignee: ANN,
    labels: ['group'],
    messages: [
      { contact: 'noah-williams', text: 'Hello, we are getting married in June and would need twelve rooms from the 18th to the 21st.' },
      { member: ANN, text: 'Congratulations, Noah! We would love to have you. May I call you this afternoon about the details?' },
      { contact: 'noah-williams', text: 'Gladly, any time after three.' },
    ],
  },
]
