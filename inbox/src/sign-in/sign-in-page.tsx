import { CircleAlert, Clock, Info, Link2Off } from 'lucide'
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import logo from '../parley.svg'
import { go, place } from '../router.ts'
import { hasEnded, loadSession, session } from '../session.ts'
import { Icon } from '../ui/icon.tsx'
import { toast } from '../ui/toasts.tsx'
import { words } from '../words/words.ts'
import { Command } from './command.tsx'
import { CredentialsForm } from './credentials-form.tsx'
import { Poster } from './poster.tsx'
import type { Problem } from './problem.ts'
import styles from './sign-in-page.module.css'
import { useSignIn } from './use-sign-in.ts'

const NOTICE_ICONS = { refused: CircleAlert, locked: Clock, link: Link2Off }

/** Where nobody is signed in: a form, or a link that does by itself. Whoever came for a page is on it afterwards. */
export function SignInPage() {
  const { attempt, isBusy, problem, seconds } = useSignIn()
  const [isFollowing, setFollowing] = useState(() => linkIn(place.value) !== undefined)

  useEffect(() => {
    document.title = `${words.signIn.title} · ${words.app.name}`
  }, [])
  const { page } = place.value
  useEffect(() => {
    if (page !== 'sign-in') return
    const link = linkIn(place.value)
    // Out of the address bar, and of the way back.
    go('#/', { replace: true })
    if (link === undefined) return
    setFollowing(true)
    attempt({ link })
      .catch(goInAnyway)
      .finally(() => setFollowing(false))
  }, [page])

  return (
    <div class={styles.page}>
      <main class={styles.main}>
        <div class={styles.column}>
          <header class={styles.header}>
            <img src={logo} alt="" width={40} height={40} />
            <h1>{isFollowing ? words.signIn.following : words.signIn.title}</h1>
            <p>{words.signIn.subtitle}</p>
          </header>
          {isFollowing ? (
            <div class={styles.bar} role="progressbar" aria-label={words.signIn.following} />
          ) : (
            <>
              <div role="alert">{problem && <ProblemNotice problem={problem} />}</div>
              {hasEnded.value && !problem && <Notice icon={Info}>{words.signIn.ended}</Notice>}
              <CredentialsForm {...{ attempt, isBusy, seconds }} />
              <NoPassword />
            </>
          )}
        </div>
      </main>
      <Poster />
    </div>
  )
}

function linkIn({ page, parts }: typeof place.value): string | undefined {
  return page === 'sign-in' ? parts[0] : undefined
}

/** Whoever is signed in already needs no link that is good no longer. */
async function goInAnyway(): Promise<void> {
  await loadSession().catch(() => {})
  if (session.value) toast(words.signIn.stillSignedIn(session.value.member.name))
}

function Notice({
  icon,
  tone = 'info',
  children,
}: {
  icon: typeof Info
  tone?: 'info' | 'danger' | 'warning'
  children: ComponentChildren
}) {
  return (
    <div class={`${styles.notice} ${styles[tone]}`}>
      <Icon of={icon} size={18} />
      <div class={styles.said}>{children}</div>
    </div>
  )
}

function ProblemNotice({ problem: { kind, message } }: { problem: Problem }) {
  return (
    <Notice icon={NOTICE_ICONS[kind]} tone={kind === 'refused' ? 'danger' : 'warning'}>
      {kind === 'link' ? (
        <>
          <strong>{words.signIn.linkTitle}</strong>
          <p>{words.signIn.linkHint}</p>
          <Command text={words.signIn.commandLink} />
        </>
      ) : (
        message
      )}
    </Notice>
  )
}

function NoPassword() {
  return (
    <details class={styles.help}>
      <summary>{words.signIn.noPassword}</summary>
      <p>{words.signIn.noPasswordHint}</p>
      <Command text={words.signIn.commandPassword} />
    </details>
  )
}
