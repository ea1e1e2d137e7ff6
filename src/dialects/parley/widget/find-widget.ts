import type { FastifyRequest } from 'fastify'
import { checkAccount } from '../../../core/accounts/check-account.ts'
import type { Core } from '../../../core/context.ts'
import { SYSTEM } from '../../../model/author.ts'
import type { Channel } from '../../../model/channel.ts'
import { AppError } from '../../../model/errors.ts'
import { findChannelByIdentifier } from '../../../storage/queries/channels.ts'
import { checkAction } from '../../check-action.ts'
import { createCtx } from '../../requests.ts'
import { isOwnPage } from '../sessions/own-page.ts'
import { originsOf } from './widget-settings.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The channel whose public name stands in the path. */
    widgetChannel: Channel
  }
}

/**
 * The hook of the widget's routes: finds the channel of the path and looks whether the page may show its widget. Only channels of the kind `web_widget` have one: elsewhere a conversation
 * may be opened by more than its contact's token. Refuses with `channel_not_found`, `account_suspended`, `origin_not_allowed`.
 */
export function widgetFinder(core: Core) {
  return async (request: FastifyRequest): Promise<void> => {
    const { channelIdentifier: identifier } = request.params as { channelIdentifier: string }
    // No store holds a NUL, so nothing is named by one.
    const channel = identifier.includes('\0') ? undefined : await findChannelByIdentifier(core.store, identifier)
    if (channel?.kind !== 'web_widget') throw new AppError('channel_not_found')
    await checkAccount(core, channel.accountId)
    request.widgetChannel = channel
    request.ctx = createCtx(core, request, { accountId: channel.accountId, actor: SYSTEM, token: null, dialect: 'parley' })
    checkAction(request, { door: 'parley', role: 'contact', scope: 'visitor' })
    checkOrigin(core, channel, request)
  }
}

/** The server's own pages, the demo among them, always may. */
function checkOrigin(core: Core, channel: Channel, request: FastifyRequest): void {
  const allowed = originsOf(channel)
  if (!allowed) return
  const { origin } = request.headers
  if ((origin !== undefined && allowed.includes(origin)) || isOwnPage(core, request)) return
  throw new AppError('origin_not_allowed', { message: 'Pages of this origin may not show this widget.' })
}
