import { STATUS_CODES } from 'node:http'
import type { DialectName } from '../../src/model/token.ts'

/** What a client may get wrong about a send. */
export type Mistake =
  | 'malformed JSON'
  | 'wrong content type'
  | 'no content type'
  | 'a body that is no object'
  | 'missing field'
  | 'wrong-typed field'
  | 'no token'
  | 'wrong token'
  | 'foreign account'
  | 'unknown route'
  | 'wrong method'
  | 'too large body'
  | 'unreadable address'
  | 'NUL in the query'
  | 'endless id'

/** How one vendor answers each mistake: the status and the whole body; null where the mistake is none in that vendor's eyes. */
export type Answers = Record<Mistake, [status: number, body: unknown] | null>

const MALFORMED = 'The body is not valid JSON.'
const UNSUPPORTED = 'This content type is not supported; send application/json.'
const UNREADABLE = 'The request could not be read.'
const NUL = 'The query holds a NUL character.'
const TOO_LARGE = 'The request body is too large.'
const NO_OBJECT = 'The body must be object'

type Words = { [M in Mistake]?: [number, string] | null }
const common = {
  'malformed JSON': [400, MALFORMED],
  'wrong content type': [415, UNSUPPORTED],
  'no content type': [415, UNSUPPORTED],
  'too large body': [413, TOO_LARGE],
  'unreadable address': [400, UNREADABLE],
  'NUL in the query': [400, NUL],
} satisfies Words

/** Every mistake's status and text, put into the vendor's envelope. */
function table(words: Words, envelope: (status: number, text: string) => unknown): Answers {
  const all = Object.entries({ ...common, ...words }).map(([mistake, said]) => [mistake, said && [said[0], envelope(...said)]])
  return Object.fromEntries(all) as Answers
}

const family = (forbidden: [number, string]): Words => ({
  'a body that is no object': [422, NO_OBJECT],
  'missing field': [422, 'content is required'],
  'wrong-typed field': [422, 'content must be string'],
  'no token': [401, 'Invalid Access Token'],
  'wrong token': [401, 'Invalid Access Token'],
  'foreign account': forbidden,
  'unknown route': [404, 'Resource could not be found'],
  'wrong method': [404, 'Resource could not be found'],
  'endless id': [404, 'Resource could not be found'],
})
const plain = (_status: number, error: string) => ({ error })

export const ANSWERS: Record<DialectName, Answers> = {
  // chatwoot sheet 2 and 3. A message without content is none of its mistakes.
  chatwoot: {
    ...table(family([401, 'You are not authorized to access this account']), plain),
    'a body that is no object': [422, { error: `Validation failed: ${NO_OBJECT}` }],
    'missing field': null,
    'wrong-typed field': [422, { error: 'Validation failed: content is not valid' }],
    'no token': [401, { errors: ['You need to sign in or sign up before continuing.'] }],
  },
  // ndoto sheet 8.
  ndoto: table(family([403, 'You are not authorized to do this action']), plain),
  // 99digital sheet 9.
  '99digital': table(family([401, 'You are not authorized to access this account']), plain),
  // ondi sheet 5.
  ondi: table(
    {
      'a body that is no object': [400, NO_OBJECT],
      'missing field': [400, 'Message content is required'],
      'wrong-typed field': [400, 'content must be a string of at most 10,000 characters'],
      'no token': [401, 'Unauthorized'],
      'wrong token': [401, 'Unauthorized'],
      'foreign account': [404, 'Conversation not found'],
      'unknown route': [404, 'Not found'],
      'wrong method': [404, 'Not found'],
      'endless id': [404, 'Not found'],
    },
    (_status, message) => ({ success: false, message }),
  ),
  // mews sheet 8: no 405, 415 or 422, and no full stop.
  mews: table(
    {
      'malformed JSON': [400, 'Invalid JSON'],
      'wrong content type': [400, 'Invalid JSON'],
      'no content type': [400, 'Invalid JSON'],
      'a body that is no object': [400, 'Invalid JSON'],
      'missing field': [400, 'Invalid Messages'],
      'wrong-typed field': [400, 'Invalid Text'],
      'no token': [401, 'Invalid ClientToken'],
      'wrong token': [401, 'Invalid AccessToken'],
      'foreign account': [400, 'Invalid MessageThreadId'],
      'unknown route': [404, 'No such address'],
      'wrong method': [404, 'No such address'],
      'endless id': [404, 'No such address'],
      'too large body': [413, TOO_LARGE.slice(0, -1)],
      'unreadable address': [400, UNREADABLE.slice(0, -1)],
      'NUL in the query': [400, NUL.slice(0, -1)],
    },
    (_status, Message) => ({ Message, RequestId: 'request-id', Details: null }),
  ),
  // tidysupport sheet 8.
  tidysupport: table(
    {
      'a body that is no object': [400, NO_OBJECT],
      'missing field': [400, 'Either contentText or contentHtml is required.'],
      'wrong-typed field': [400, 'contentText must be string'],
      'no token': [401, 'Invalid API key.'],
      'wrong token': [401, 'Invalid API key.'],
      'foreign account': [403, 'You do not have access to this workspace.'],
      'unknown route': [404, 'Route GET:/v1/nowhere not found'],
      'wrong method': [404, 'Route DELETE:/v1/customers not found'],
      'endless id': [404, `Route GET:/v1/customers/${'a'.repeat(700)} not found`],
      'too large body': [413, 'Request body is too large'],
    },
    (statusCode, message) => ({ statusCode, error: STATUS_CODES[statusCode], message }),
  ),
  parley: {
    ...table({}, () => null),
    'malformed JSON': [400, told('json_malformed', MALFORMED)],
    'wrong content type': [415, told('media_type_unsupported', UNSUPPORTED)],
    'no content type': [415, told('media_type_unsupported', UNSUPPORTED)],
    'a body that is no object': [422, told('body_invalid', NO_OBJECT)],
    'missing field': [422, told('message_empty', 'A message needs text, HTML or an attachment.', 'text')],
    'wrong-typed field': [422, told('body_invalid', 'text is not valid', 'text')],
    'no token': [401, told('token_missing', 'A token is required.')],
    'wrong token': [401, told('token_invalid', 'The token is not valid.')],
    'foreign account': [404, told('conversation_not_found', 'No such conversation.')],
    'unknown route': [404, told('route_not_found', 'No such address.')],
    'wrong method': [404, told('route_not_found', 'No such address.')],
    'too large body': [413, told('body_too_large', TOO_LARGE)],
    'unreadable address': [400, told('request_malformed', UNREADABLE)],
    'NUL in the query': [400, told('query_invalid', NUL)],
    'endless id': [404, told('route_not_found', 'No such address.')],
  },
}

function told(code: string, message: string, field?: string) {
  return { error: { code, message, ...(field !== undefined && { field }), requestId: 'request-id' } }
}
