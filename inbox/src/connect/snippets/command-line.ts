import { shellQuote } from '../../ui/shell-quote.ts'

export type ApplicationCommand = { what: 'application' | 'clientToken' | 'accessToken'; code: string }

/** The commands that only the command line has for an application: the whole beginning of a new one, or another ClientToken of one that is known here. Pure. */
export function writeApplicationCommands(accountId: number, known: string | undefined): ApplicationCommand[] {
  const create = `npm run -s parley -- token create --application ${shellQuote(known ?? 'My App')}`
  if (known !== undefined) return [{ what: 'clientToken', code: create }]
  return [
    { what: 'application', code: "echo 'applications: [{ name: My App }]' | npm run -s parley -- seed -" },
    { what: 'accessToken', code: `${create} --account ${accountId}` },
  ]
}
