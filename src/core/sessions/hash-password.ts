import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { AppError } from '../../model/errors.ts'
import type { Core } from '../context.ts'

type Lent = Pick<Core, 'passwordCost'>

export type PasswordCost = { N: number; r: number; p: number }
/** What new hashes cost: 32 MiB, and 190 ms of one core. Each hash carries its own figures, so these may grow. */
export const PASSWORD_COST: PasswordCost = { N: 2 ** 15, r: 8, p: 3 }
const KEY_BYTES = 32
const MIN_LENGTH = 8
const MAX_LENGTH = 1024
const FORM = /^scrypt\$N=(\d+),r=(\d+),p=(\d+)\$([\w-]+)\$([\w-]+)$/

/** Of the hashes asked for at once, how many may wait. */
const MAX_WAITING = 64
let waiting = 0
let last: Promise<unknown> = Promise.resolve()

/** The hash of a new password, in one text with its salt and its cost. Refuses with `password_invalid` what is too short or too long. */
export async function hashPassword({ passwordCost: cost }: Lent, password: string): Promise<string> {
  if (password.length < MIN_LENGTH || password.length > MAX_LENGTH) throw new AppError('password_invalid', { field: 'password' })
  const salt = randomBytes(16)
  const key = await derive(password, salt, cost, KEY_BYTES)
  return `scrypt$N=${cost.N},r=${cost.r},p=${cost.p}$${salt.toString('base64url')}$${key.toString('base64url')}`
}

/** Whether a password is the one behind a hash. Without a hash the answer is no, after the same work, so that nobody can tell by the time it takes. */
export async function verifyPassword({ passwordCost }: Lent, password: string, hash: string | undefined): Promise<boolean> {
  const [, N, r, p, salt = '', key = ''] = FORM.exec(hash ?? '') ?? []
  const expected = Buffer.from(key, 'base64url')
  const cost = hash === undefined ? passwordCost : { N: Number(N), r: Number(r), p: Number(p) }
  const found = await derive(password.slice(0, MAX_LENGTH + 1), Buffer.from(salt, 'base64url'), cost, expected.length || KEY_BYTES)
  return hash !== undefined && timingSafeEqual(found, expected)
}

/** A text that tells a password from another one and is as costly to guess it from as its hash is. */
export async function stretchPassword({ passwordCost, signingKey }: Core, password: string): Promise<string> {
  return (await derive(password, signingKey, passwordCost, KEY_BYTES)).toString('base64url')
}

/**
 * One hash of this process at a time: the threads they take are the ones that sync and read files, and each takes 32 MiB. Refuses with `unavailable` when too many
 * wait already.
 */
async function derive(password: string, salt: Buffer, cost: PasswordCost, bytes: number): Promise<Buffer> {
  if (waiting >= MAX_WAITING) throw new AppError('unavailable')
  waiting++
  const turn = last.then(() => compute(password.normalize('NFKC'), salt, cost, bytes))
  last = turn.catch(() => {})
  try {
    return await turn
  } finally {
    waiting--
  }
}

function compute(password: string, salt: Buffer, { N, r, p }: PasswordCost, bytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, bytes, { N, r, p, maxmem: 256 * N * r }, (error, key) => (error ? reject(error) : resolve(key)))
  })
}
