import { useEffect } from 'preact/hooks'
import { go, place } from '../router.ts'
import { signIn } from '../session.ts'
import { toastError } from '../ui/toasts.tsx'
import { words } from '../words/words.ts'

export function SignInPage() {
  const { page, parts } = place.value
  const link = page === 'sign-in' ? parts[0] : undefined
  useEffect(() => {
    if (link === undefined) return
    go('#/', { replace: true })
    signIn({ link }).catch(toastError)
  }, [link])
  return <h1>{words.app.name}</h1>
}
