export const composer = {
  outbox: {
    filesLost: 'The files were lost when the page was reloaded. Discard this message, attach them again and send it.',
    cancelled: 'You stopped this one.',
  },
}
