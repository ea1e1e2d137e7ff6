/** Something on its way to a customer, under the business's own `reference` (ondi sheet 4.4). People talk about it in at most one conversation. */
export type Delivery = {
  id: number
  accountId: number
  reference: string
  /** The business's own number of the order that is delivered. */
  orderReference: string | null
  /** The member who brings it. */
  driverId: number | null
  /** The contact it is for. */
  customerId: number | null
  conversationId: number | null
  createdAt: number
  updatedAt: number
}
