/** A word for conversations and contacts that the account has defined: how it is shown, and what it means. They may bear other words, too. */
export type Label = {
  id: number
  accountId: number
  /** Unique in the account, in lower case. */
  title: string
  description: string | null
  /** A colour of the web, e.g. `#1f93ff`. */
  color: string
  /** Whether the title is offered beside the list of conversations. */
  onSidebar: boolean
  createdAt: number
  updatedAt: number
}
