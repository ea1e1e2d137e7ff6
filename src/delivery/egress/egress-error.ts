/** Why a request did not go out or was given up, in words that whoever entered the address may read. */
export class EgressError extends Error {
  override name = 'EgressError'
}
