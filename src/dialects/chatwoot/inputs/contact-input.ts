import { Type } from 'typebox'
import type { ContactInput } from '../../../core/contacts/create-contact.ts'
import { AppError } from '../../../model/errors.ts'
import type { JsonObject } from '../../../model/json.ts'
import { AttributesInput, FlagInput, TextInput } from './inputs.ts'

/** What may be said about a contact (chatwoot sheet 7, ndoto sheet 5, 99digital sheet 5). */
export const ContactFields = {
  name: Type.Optional(TextInput),
  email: Type.Optional(TextInput),
  phone_number: Type.Optional(Type.Union([Type.String(), Type.Null()], { description: '`+` and 2 to 15 digits' })),
  identifier: Type.Optional(Type.Union([Type.String(), Type.Null()], { description: "The business's own id for the contact" })),
  avatar_url: Type.Optional(TextInput),
  blocked: Type.Optional(FlagInput),
  custom_attributes: Type.Optional(AttributesInput),
  additional_attributes: Type.Optional(AttributesInput),
}

export type ContactBody = {
  name?: string | null
  email?: string | null
  phone_number?: string | null
  identifier?: string | null
  avatar_url?: string | null
  blocked?: boolean | null
  custom_attributes?: JsonObject | null
  additional_attributes?: JsonObject | null
}

const MAX_SHORT = 255
const MAX_ADDRESS = 2048

/** Refuses, in the vendor's words, what is too long and what is no e-mail address or phone number. */
export function toContactInput(body: ContactBody): ContactInput {
  for (const field of ['name', 'email', 'phone_number', 'identifier', 'avatar_url'] as const) {
    const most = field === 'avatar_url' ? MAX_ADDRESS : MAX_SHORT
    if ((body[field]?.length ?? 0) > most) throw invalid(field, `${titleOf(field)} is too long (maximum is ${most} characters)`)
  }
  if (body.email?.trim() && !/^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)*$/.test(body.email.trim())) throw invalid('email', 'Email Invalid email')
  if (body.phone_number && !/^\+[1-9]\d{1,14}$/.test(body.phone_number)) {
    throw invalid('phone_number', 'Phone number should be in e164 format')
  }
  return {
    name: body.name,
    email: body.email,
    phone: body.phone_number,
    identifier: body.identifier,
    avatarUrl: body.avatar_url,
    blocked: body.blocked ?? undefined,
    attributes: body.custom_attributes ?? undefined,
    additional: body.additional_attributes ?? undefined,
  }
}

function titleOf(field: string): string {
  return field.charAt(0).toUpperCase() + field.slice(1).replaceAll('_', ' ')
}

function invalid(field: string, message: string): AppError {
  return new AppError('body_invalid', { field, message })
}
