/** Everything the widget says. Each can be said otherwise: `texts` of the channel's settings, or the script's `data-texts`. `{name}` stands for what is said of. */
export const english = {
  title: 'Chat with us',
  launcher: '',
  open: 'Open the chat',
  close: 'Close the chat',
  unread: '{count} unread',
  greeting: 'Hello! How can we help you?',
  here: '{names} is here',
  hereMany: '{names} are here',
  away: 'We answer as soon as we are back.',
  team: 'The team',
  you: 'You',
  conversation: 'Messages',
  compose: 'Your message',
  placeholder: 'Write a message…',
  send: 'Send',
  attach: 'Attach files',
  drop: 'Drop files here',
  removeFile: 'Remove {name}',
  earlier: 'Earlier messages',
  today: 'Today',
  yesterday: 'Yesterday',
  typing: '{name} is typing…',
  sending: 'Sending…',
  waiting: 'Waits until you are online',
  sent: 'Sent',
  seen: 'Seen',
  edited: 'edited',
  deleted: 'This message was deleted.',
  failed: 'Not sent.',
  retry: 'Try again',
  discard: 'Remove',
  offline: 'You are offline. What you write is sent when you are back.',
  resolved: 'This conversation is closed. Write to go on with it.',
  tooMany: 'At most 15 files at once.',
  tooLarge: '{name} is larger than 40 MB.',
  download: 'Download {name}, {size}',
  picture: 'Picture {name}',
  answer: 'Answer',
  required: 'Please fill this in.',
  openLink: 'Open',
}

export type Words = typeof english

/** The words with whatever differs from them, the latter winning. */
export function chooseWords(...others: (Readonly<Record<string, unknown>> | undefined)[]): Words {
  const chosen: Words = { ...english }
  for (const other of others)
    for (const name of Object.keys(english) as (keyof Words)[]) {
      const said = other?.[name]
      if (typeof said === 'string') chosen[name] = said
    }
  return chosen
}

/** `say('{name} is typing…', { name: 'Ann' })` */
export function say(text: string, of: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(of[name] ?? whole))
}
