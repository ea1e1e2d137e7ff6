import { useState } from 'preact/hooks'
import type { Token } from '../api/wire.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { formatAgo, formatFull } from '../ui/format.ts'
import { toast } from '../ui/toasts.tsx'
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
      {ending && (
        <ConfirmDialog
          title={says.revokeTitle}
          action={says.revoke}
          onClose={() => setEnding(undefined)}
          onConfirm={async () => {
            await revokeToken(ending)
            toast(says.revoked)
          }}
        >
          {says.revokeText(labelOf(ending), ending.author.name ?? says.nobody)}
        </ConfirmDialog>
      )}
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
