/** A text to answer with, found by its short code, which is unique in the account. */
export type CannedResponse = { id: number; accountId: number; shortCode: string; content: string; createdAt: number; updatedAt: number }
