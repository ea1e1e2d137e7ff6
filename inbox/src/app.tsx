import { useEffect } from 'preact/hooks'
import { startLive } from './live/live.ts'
import { Palette } from './palette/palette.tsx'
import { place } from './router.ts'
import { loadSession, session } from './session.ts'
import { Shell } from './shell/shell.tsx'
import { SignInPage } from './sign-in/sign-in-page.tsx'
import { Toasts, toastError } from './ui/toasts.tsx'

/** The page of whoever opens it: signing in, or the shell with the pages of the team. */
export function App() {
  useEffect(() => {
    // A link that signs in is for whoever opens it, whoever was signed in before.
    if (place.value.page === 'sign-in') session.value = null
    else loadSession().catch(toastError)
  }, [])
  const known = session.value
  return (
    <>
      {known === null && <SignInPage />}
      {known && <SignedIn key={known.member.id} />}
      <Toasts />
    </>
  )
}

function SignedIn() {
  useEffect(startLive, [])
  return (
    <>
      <Shell />
      <Palette />
    </>
  )
}
