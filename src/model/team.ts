/** Members who share conversations. The name is unique in the account, in whatever case it is written. */
export type Team = {
  id: number
  accountId: number
  name: string
  description: string | null
  /** Kept for those who ask: nobody is assigned by itself. */
  allowAutoAssign: boolean
  createdAt: number
  updatedAt: number
}
