import type { Application } from '../../model/author.ts'
import type { Tx } from '../../storage/db.ts'
import { insertApplication } from '../../storage/queries/people/applications.ts'
import type { Core } from '../context.ts'

/** Registers a third-party program with the installation; its tokens then name the accounts it may work in. */
export async function createApplication(core: Core, tx: Tx, input: { name: string }): Promise<Application> {
  const [id] = await tx.takeIds(1)
  const application: Application = { kind: 'application', id: id as number, name: input.name, createdAt: core.now() }
  await insertApplication(tx, application)
  return application
}
