import { AppError } from '../../model/errors.ts'
import type { NewEvent } from '../../model/event.ts'
import type { Label } from '../../model/label.ts'
import type { Tx } from '../../storage/db.ts'
import { findLabelsByTitle, labels } from '../../storage/queries/records/labels.ts'
import { replaceContactLabels } from '../contacts/replace-contact-labels.ts'
import type { Ctx } from '../context.ts'
import { updateEach } from '../conversations/update-each.ts'
import { createRecord, deleteRecord, type RecordKind, updateRecord } from '../records/write-record.ts'

export type CreateLabel = { title: string; description?: string | null; color?: string; onSidebar?: boolean }

const DEFAULT_COLOR = '#1f93ff'

const LABELS: RecordKind<Label> = {
  noun: 'label',
  missing: 'label_not_found',
  queries: labels,
  fields: ['title', 'description', 'color', 'onSidebar'],
  async check({ accountId }, tx, { id, title }) {
    if ((await findLabelsByTitle(tx, accountId, [title])).some((other) => other.id !== id))
      throw new AppError('label_title_taken', { field: 'title' })
  },
  afterUpdate: (ctx, tx, before, after) => (before.title === after.title ? none() : replaceLabel(ctx, tx, before.title, after.title)),
  afterDelete: (ctx, tx, { title }) => replaceLabel(ctx, tx, title, undefined),
}

/** Defines a label; its title is kept in lower case. Refuses with `label_title_taken`. */
export function createLabel(ctx: Ctx, tx: Tx, input: CreateLabel): Promise<Label> {
  const { description = null, color = DEFAULT_COLOR, onSidebar = true } = input
  return createRecord(LABELS, ctx, tx, { title: toTitle(input.title), description, color, onSidebar })
}

/** Only what is given changes; a new title takes the place of the old one wherever that is borne. Refuses with `label_not_found`, `label_title_taken`. */
export function updateLabel(ctx: Ctx, tx: Tx, id: number, change: Partial<CreateLabel>): Promise<Label> {
  return updateRecord(LABELS, ctx, tx, id, { ...change, title: change.title === undefined ? undefined : toTitle(change.title) })
}

/** Ends a label: nothing bears it from then on. Refuses with `label_not_found`. */
export function deleteLabel(ctx: Ctx, tx: Tx, id: number): Promise<void> {
  return deleteRecord(LABELS, ctx, tx, id)
}

/** Defines those of the titles that are not defined yet. */
export async function ensureLabels(ctx: Ctx, tx: Tx, titles: readonly string[]): Promise<void> {
  const wanted = new Set(titles.map(toTitle))
  for (const { title } of await findLabelsByTitle(tx, ctx.accountId, [...wanted])) wanted.delete(title)
  for (const title of wanted) if (title !== '') await createLabel(ctx, tx, { title })
}

function toTitle(title: string): string {
  return title.trim().toLowerCase()
}

async function replaceLabel(ctx: Ctx, tx: Tx, from: string, to: string | undefined): Promise<NewEvent[]> {
  const replace = (titles: readonly string[]) => [...new Set(titles.flatMap((title) => (title === from ? (to ?? []) : title)))]
  const conversations = await updateEach(ctx, tx, { reach: 'all', label: from }, ({ labels }) => ({ labels: replace(labels) }))
  return [...conversations, ...(await replaceContactLabels(ctx, tx, from, replace))]
}

async function none(): Promise<NewEvent[]> {
  return []
}
