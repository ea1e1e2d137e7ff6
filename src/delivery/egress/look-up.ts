import { lookup, Resolver } from 'node:dns/promises'
import { readFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

export type HostAddress = { address: string; family: number }
/** Every address of a host name; throws with a code of node:dns. */
export type LookUp = (host: string, signal: AbortSignal) => Promise<HostAddress[]>

/** Once addresses of one family are here, those of the other are not waited for any longer: some name servers never answer for IPv6. */
const GRACE_MS = 500
/** The name servers know no such name, or there are none: the system may know it, with a search domain or from elsewhere. */
const UNKNOWN = ['ENOTFOUND', 'ENODATA', 'ECONNREFUSED']

const HOSTS_FILE = process.platform === 'win32' ? 'C:\\Windows\\System32\\drivers\\etc\\hosts' : '/etc/hosts'

/**
 * Looks into the hosts file, then asks the name servers, without a thread, and only for what neither knows the system itself. That waits on one of the two threads Node has for it, so a few
 * host names whose name servers keep silent would hold up everybody's. What is lent stands for the system's.
 */
export function createLookUp({ servers, hostsFile = HOSTS_FILE }: { servers?: readonly string[]; hostsFile?: string } = {}): LookUp {
  const underWay = new Map<string, Promise<HostAddress[]>>()

  /** Those who want the same host share a thread. */
  function askSystem(host: string): Promise<HostAddress[]> {
    const known = underWay.get(host)
    if (known) return known
    const asked = lookup(host, { all: true }).finally(() => underWay.delete(host))
    underWay.set(host, asked)
    return asked
  }

  return async (host, signal) => {
    const written = await readHosts(hostsFile, host)
    if (written.length > 0) return written
    try {
      return await askServers(host, signal, servers)
    } catch (error) {
      if (signal.aborted || !UNKNOWN.includes((error as NodeJS.ErrnoException).code ?? '')) throw error
      return askSystem(host)
    }
  }
}

/** What the file says of a name; nothing where there is no file. */
async function readHosts(file: string, host: string): Promise<HostAddress[]> {
  const text = await readFile(file, 'utf8').catch(() => '')
  const lines = text.split('\n').map((line) => line.replace(/#.*/, '').trim().toLowerCase().split(/\s+/))
  return lines.flatMap(([address = '', ...names]) =>
    isIP(address) > 0 && names.includes(host) ? [{ address, family: isIP(address) }] : [],
  )
}

async function askServers(host: string, signal: AbortSignal, servers?: readonly string[]): Promise<HostAddress[]> {
  // A new one knows the name servers of this moment.
  const resolver = new Resolver({ timeout: 3000, tries: 2 })
  if (servers) resolver.setServers(servers)
  const cancel = () => resolver.cancel()
  signal.addEventListener('abort', cancel, { once: true })
  const asked = [resolver.resolve4(host), resolver.resolve6(host)]
  const both = Promise.allSettled(asked)
  try {
    await Promise.any(asked)
    await Promise.race([both, delay(GRACE_MS, undefined, { ref: false })])
    cancel()
  } catch {
    // Neither has any; the error below says why.
  } finally {
    signal.removeEventListener('abort', cancel)
  }
  const [v4, v6] = await both
  const addresses = [...toAddresses(v4, 4), ...toAddresses(v6, 6)]
  if (addresses.length === 0) throw v4?.status === 'rejected' ? v4.reason : new Error('no address')
  return addresses
}

function toAddresses(result: PromiseSettledResult<string[]> | undefined, family: number): HostAddress[] {
  return result?.status === 'fulfilled' ? result.value.map((address) => ({ address, family })) : []
}
