/** Members who share conversations. The name is unique in the account, in whatever case it is written. */
export type Team = {
  id: number
  accountId: number
  name: string
  description: string | null
  /** Whether a conversation that is given to the team may be given on to one of its members by itself. */
  allowAutoAssign: boolean
  createdAt: number
  updatedAt: number
}
