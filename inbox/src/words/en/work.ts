export const work = {
  nothingOpen: 'No conversation is open',
  nothingOpenHint: 'Choose one from the list, or press j and k to walk through it.',
  backToList: 'Back to the list',
  backToThread: 'Back to the conversation',
  details: 'Details',
  list: 'Conversations',
}
