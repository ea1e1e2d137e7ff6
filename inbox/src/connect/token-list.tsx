import { useState } from 'preact/hooks'
import type { Token } from '../api/wire.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { formatAgo, formatFull } from '../ui/format.ts'
import { toast, toastError } from '../ui/toasts.tsx'
import { words } from '../words/words.ts'
import { revokeToken } from './connect-store.ts'
import styles from './token-list.module.css'
import { hasEnded } from './tokens.ts'

const says = words.connect.tokens

/** Tokens with whom they act as and until when; each can be revoked. */
export function TokenList({ tokens }: { tokens: readonly Token[] }) {
  const [ending, setEnding] = useState<Token>()
  return (
    <>
      <ul class={styles.list} aria-label={says.list}>
        {tokens.map((token) => (
          <li key={token.id} class={styles.token}>
            <Avatar name={token.author.name} id={token.author.id} size={28} />
            <div class={styles.words}>
              <span class={styles.label}>{labelOf(token)}</span>
              <span class={styles.facts}>
                {token.author.name ?? says.nobody} · {says.kinds[token.author.kind]} ·{' '}
                <time dateTime={token.createdAt} title={formatFull(token.createdAt)}>
                  {says.made(formatAgo(token.createdAt))}
                </time>
              </span>
            </div>
            <Ending token={token} />
            <Button look="quiet" small aria-label={says.revokeNamed(labelOf(token))} onClick={() => setEnding(token)}>
              {says.revoke}
            </Button>
          </li>
        ))}
      </ul>
      {ending && <RevokeDialog token={ending} onClose={() => setEnding(undefined)} />}
    </>
  )
}

function labelOf({ label }: Token): string {
  return label === '' ? says.unnamed : label
}

function Ending({ token }: { token: Token }) {
  const { expiresAt } = token
  if (expiresAt === null) return <span class={styles.ending}>{says.never}</span>
  if (hasEnded(token, Date.now())) return <Badge tone="danger">{says.expired}</Badge>
  return (
    <time class={styles.ending} dateTime={expiresAt} title={formatFull(expiresAt)}>
      {says.expires(formatAgo(expiresAt))}
    </time>
  )
}

function RevokeDialog({ token, onClose }: { token: Token; onClose: () => void }) {
  const [isBusy, setBusy] = useState(false)
  const revoke = async () => {
    setBusy(true)
    try {
      await revokeToken(token)
      toast(says.revoked)
      onClose()
    } catch (error) {
      toastError(error)
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={says.revokeTitle}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{words.ui.cancel}</Button>
          <Button look="danger" busy={isBusy} onClick={() => void revoke()}>
            {says.revoke}
          </Button>
        </>
      }
    >
      <p>{says.revokeText(labelOf(token), token.author.name ?? says.nobody)}</p>
    </Dialog>
  )
}
