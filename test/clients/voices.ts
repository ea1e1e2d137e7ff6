import type { TestServer } from '../harness.ts'
import type { Place } from '../world.ts'
import { clientVoice } from './client-voice.ts'
import { familyVoice } from './family-voice.ts'
import { mewsVoice } from './mews-voice.ts'
import { ondiVoice } from './ondi-voice.ts'
import { parleyVoice } from './parley-voice.ts'
import { tidysupportVoice } from './tidysupport-voice.ts'
import type { Voice } from './voice.ts'

/** All seven dialects, and Chatwoot's Client API as the customer's side; any of them may write and read `place.conversation`. */
export async function voicesOf(server: TestServer, place: Place = server.home): Promise<Record<Voice['name'], Voice>> {
  return {
    parley: parleyVoice(server, place),
    chatwoot: familyVoice(server, place, 'chatwoot'),
    ndoto: familyVoice(server, place, 'ndoto'),
    '99digital': familyVoice(server, place, '99digital'),
    ondi: ondiVoice(server, place),
    mews: mewsVoice(server, place),
    tidysupport: tidysupportVoice(server, place),
    client: await clientVoice(server, place),
  }
}
