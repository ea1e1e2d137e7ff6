export const app = {
  name: 'Parley',
  navigation: 'Pages',
  skipToContent: 'Skip to content',
  offline: 'You are offline. What you send goes out once the connection is back.',
  failed: 'This page could not be shown',
  notLoaded: 'It could not be loaded. Parley was updated meanwhile, or the connection broke: reload to go on.',
  reload: 'Reload',
  theme: { auto: 'As the system', light: 'Light', dark: 'Dark', label: 'Theme' },
  userMenu: (name: string) => `${name}: account and theme`,
  signOut: 'Sign out',
  docs: 'API reference',
  administratorsOnly: 'For administrators',
  administrators: (names: readonly string[]) =>
    names.length === 0
      ? 'Ask an administrator of this account.'
      : `Ask an administrator: ${new Intl.ListFormat('en', { type: 'disjunction' }).format(names)}.`,
}

export const pages = {
  conversations: 'Inbox',
  faces: 'Faces',
  connect: 'Connect',
  deliveries: 'Deliveries',
  activity: 'Activity',
  team: 'Team',
  unknown: 'There is no such page',
  unknownHint: 'Choose one at the side.',
}

export const errors = {
  offline: 'The server cannot be reached. Check your connection; this tries again by itself.',
  unexpected: (status: number) => `The server answered with ${status}. Try again in a moment.`,
}

export const ui = {
  close: 'Close',
  cancel: 'Cancel',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Could not copy: select the text and copy it by hand.',
  dismiss: 'Dismiss',
  loading: 'Loading…',
  retry: 'Try again',
  more: 'More',
}
