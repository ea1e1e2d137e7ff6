import { Eye, EyeOff } from 'lucide'
import type { TargetedEvent } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Button, IconButton } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { words } from '../words/words.ts'
import styles from './sign-in-page.module.css'
import type { useSignIn } from './use-sign-in.ts'

type Way = 'password' | 'token'

/** E-mail address and password, or instead a token. A browser that keeps passwords finds what it looks for. */
export function CredentialsForm({ attempt, isBusy, seconds }: Pick<ReturnType<typeof useSignIn>, 'attempt' | 'isBusy' | 'seconds'>) {
  const [way, setWay] = useState<Way>('password')
  const [isShown, setShown] = useState(false)
  const form = useRef<HTMLFormElement>(null)

  useLayoutEffect(() => form.current?.querySelector('input')?.focus(), [way])

  function submit(event: TargetedEvent<HTMLFormElement>): void {
    event.preventDefault()
    if (seconds > 0) return
    const fields = new FormData(event.currentTarget)
    const said = (name: string) => String(fields.get(name) ?? '').trim()
    const credentials =
      way === 'token' ? { token: said('token') } : { email: said('email'), password: String(fields.get('password') ?? '') }
    attempt(credentials).catch(() => form.current?.querySelector<HTMLInputElement>('[data-secret]')?.select())
  }

  // The types know a field of one type only.
  const secretType = (isShown ? 'text' : 'password') as 'password'
  return (
    <form ref={form} class={styles.form} onSubmit={submit}>
      {way === 'password' ? (
        <>
          <TextField key="email" label={words.signIn.email} name="email" type="email" autocomplete="username" required maxLength={255} />
          <div class={styles.secret}>
            <TextField
              key="password"
              label={words.signIn.password}
              name="password"
              type={secretType}
              autocomplete="current-password"
              required
              maxLength={1024}
              data-secret
            />
            <IconButton
              class={styles.eye}
              icon={isShown ? EyeOff : Eye}
              label={isShown ? words.signIn.hidePassword : words.signIn.showPassword}
              onClick={() => setShown(!isShown)}
            />
          </div>
        </>
      ) : (
        <TextField
          key="token"
          label={words.signIn.token}
          hint={words.signIn.tokenHint}
          name="token"
          type="password"
          autocomplete="off"
          spellcheck={false}
          required
          maxLength={1024}
          data-secret
        />
      )}
      <Button type="submit" look="primary" class={styles.submit} busy={isBusy} disabled={seconds > 0}>
        {seconds > 0 ? words.signIn.lockedSubmit(seconds) : words.signIn.submit}
      </Button>
      <div class={styles.or}>
        <span>{words.signIn.or}</span>
      </div>
      <Button look="plain" onClick={() => setWay(way === 'password' ? 'token' : 'password')}>
        {way === 'password' ? words.signIn.useToken : words.signIn.usePassword}
      </Button>
    </form>
  )
}
