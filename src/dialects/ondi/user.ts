import { type Static, Type } from 'typebox'
import type { Core } from '../../core/context.ts'
import type { Author, Contact, Member } from '../../model/author.ts'
import { Nullable, Uuid } from './schemas.ts'

/** A person in the three keys every OnDi object shows of them (ondi sheet 2, Objects). */
export const WireName = Type.Object({
  id: Uuid,
  first_name: Type.String(),
  last_name: Type.String({ description: 'Empty where only one name is known' }),
})

export const WireSender = Type.Object({ ...WireName.properties, email: Nullable(Type.String()) })
export type WireSender = Static<typeof WireSender>

/** Parley keeps one name; the first word is the first name. */
export function splitName(name: string | null): { first_name: string; last_name: string } {
  const [first = '', ...rest] = (name ?? '').trim().split(/\s+/)
  return { first_name: first, last_name: rest.join(' ') }
}

/** What others see of an author; Parley itself is nobody. `id` is the author's UUID. */
export function toWireSender(id: string, author: Author | undefined): WireSender | null {
  if (!author || author.kind === 'system') return null
  const name = author.kind === 'member' ? (author.displayName ?? author.name) : author.name
  return { id, ...splitName(name), email: author.kind === 'application' ? null : author.email }
}

/** ondi sheet 4.9. What OnDi keeps about markets, restaurants and warehouses is empty here. */
export const WireUser = Type.Object({
  id: Uuid,
  email: Nullable(Type.String()),
  first_name: Type.String(),
  last_name: Type.String(),
  status: Type.Literal('active'),
  notifications_enabled: Type.Boolean(),
  is_system_admin: Type.Boolean(),
  is_staff: Type.Boolean(),
  is_market_user: Type.Boolean(),
  market_id: Type.Null(),
  is_restaurant_user: Type.Boolean(),
  restaurant_location_id: Type.Null(),
  login_country: Type.Null(),
  role: Nullable(Type.Object({ id: Type.Null(), name: Type.String(), scope: Type.Literal('tenant') })),
  panel_type: Nullable(Type.String({ description: '`dispatcher` for dispatchers and administrators' })),
  warehouse_staff: Type.Array(Type.Object({})),
  restaurant_staff: Type.Null(),
})

/** A customer is an OnDi user too, without a role. */
export function toWireUser({ ids }: Core, person: Member | Contact): Static<typeof WireUser> {
  const role = person.kind === 'member' ? person.role : null
  return {
    id: ids.toUuid('author', person.id),
    email: person.email,
    ...splitName(person.name),
    status: 'active',
    notifications_enabled: true,
    is_system_admin: role === 'administrator',
    is_staff: role !== null,
    is_market_user: false,
    market_id: null,
    is_restaurant_user: false,
    restaurant_location_id: null,
    login_country: null,
    role: role && { id: null, name: role, scope: 'tenant' },
    panel_type: role === 'dispatcher' || role === 'administrator' ? 'dispatcher' : null,
    warehouse_staff: [],
    restaurant_staff: null,
  }
}
