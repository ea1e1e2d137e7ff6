import { CloudOff } from 'lucide'
import { useEffect, useState } from 'preact/hooks'
import { ApiError } from './api/api-error.ts'
import { startLive } from './live/live.ts'
import { Palette } from './palette/palette.tsx'
import { place } from './router.ts'
import { followOtherTabs, loadSession, session } from './session.ts'
import { Shell } from './shell/shell.tsx'
import { SignInPage } from './sign-in/sign-in-page.tsx'
import { Button } from './ui/button.tsx'
import { Empty } from './ui/empty.tsx'
import { Toasts } from './ui/toasts.tsx'
import { words } from './words/words.ts'

/** The page of whoever opens it: signing in, or the shell with the pages of the team. */
export function App() {
  const isSigningIn = place.value.page === 'sign-in'
  const [failed, setFailed] = useState<Error>()
  const load = () => {
    setFailed(undefined)
    loadSession().catch(setFailed)
  }
  useEffect(() => {
    // A link that signs in is for whoever opens it, whoever was signed in before.
    if (isSigningIn) session.value = null
    else if (session.value === undefined) load()
  }, [isSigningIn])
  useEffect(followOtherTabs, [])
  const known = session.value
  return (
    <>
      {known === undefined && failed && <Unreachable error={failed} onRetry={load} />}
      {known === null && <SignInPage />}
      {known && <SignedIn key={known.member.id} />}
      <Toasts />
    </>
  )
}

function Unreachable({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return (
    <main>
      <Empty icon={CloudOff} title={error instanceof ApiError && error.code !== 'offline' ? words.app.failed : words.signIn.unreachable}>
        <p>{error.message}</p>
        <Button onClick={onRetry}>{words.ui.retry}</Button>
      </Empty>
    </main>
  )
}

function SignedIn() {
  useEffect(startLive, [])
  // What was on its way when the page was left goes on, whichever page is shown.
  useEffect(() => void import('./conversations/composer/page-outbox.ts').then(({ pageOutbox }) => pageOutbox()), [])
  return (
    <>
      <Shell />
      <Palette />
    </>
  )
}
