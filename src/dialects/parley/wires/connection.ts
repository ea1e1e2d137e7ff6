import { type Static, Type } from 'typebox'
import { DOORS, ROLES } from '../../../core/access.ts'
import type { DialectName } from '../../../model/token.ts'
import type { Connector, Place } from '../../connector.ts'
import { Id } from '../wire.ts'
import { TokenDialects } from './token.ts'

const WireConnection = Type.Object({
  dialect: TokenDialects,
  title: Type.String({ description: 'The API’s name for people' }),
  baseUrl: Type.String({ description: 'The address a client has to be given' }),
  credential: Type.Object({
    in: Type.Enum(['header', 'body']),
    names: Type.Array(Type.String(), {
      description: 'The headers, any of which will do, or the fields of the body, all of which it takes',
    }),
    summary: Type.String({ description: 'How a credential is sent, in one sentence' }),
  }),
  actsAs: Type.Array(Type.Enum(ROLES.filter((role) => role !== 'install')), {
    description: 'Whom a token has to act as to be good here: a role of a member, or a contact or an application',
  }),
  ids: Type.Record(Type.String(), Type.Union([Type.Integer(), Type.String(), Type.Null()]), {
    description:
      'What a client is configured with beside the address and a credential, in the form and by the names of this API; null where the account has none',
  }),
})
export const WireConnections = Type.Object({
  url: Type.String({ description: 'Where this server is reached' }),
  account: Type.Object({ id: Id, name: Type.String() }),
  connections: Type.Array(WireConnection),
})

export async function toWireConnection(
  { name, title, connector }: { name: DialectName; title: string; connector: Connector },
  place: Place,
): Promise<Static<typeof WireConnection>> {
  const { credential } = connector
  return {
    dialect: name,
    title,
    baseUrl: place.base,
    credential: { ...credential, names: [...credential.names] },
    actsAs: DOORS[name].admits.filter((role) => role !== 'install'),
    ids: { ...(await connector.ids(place)) },
  }
}
