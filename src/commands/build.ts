import { buildInbox } from '../inbox-page/build-inbox.ts'
import { CommandError, type Invocation } from './command.ts'

/** `parley build`: for an image or a machine on which the server may not write beside its own files. */
export async function build({ terminal }: Invocation): Promise<number> {
  const folder = await buildInbox().catch((error: Error) => {
    throw new CommandError(error.message)
  })
  terminal.out(`The inbox is built: ${folder}\n`)
  return 0
}
