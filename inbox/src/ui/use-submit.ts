import { useRef, useState } from 'preact/hooks'
import { newKey } from '../api/client.ts'

/** Sends what a form says. The same words go out under the same key until they have arrived, so that trying again after a break makes nothing twice. */
export function useSubmit<T>(send: (said: T, key: string) => Promise<unknown>) {
  const [problem, setProblem] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const attempt = useRef({ said: '', key: '' })
  const submit = async (said: T): Promise<void> => {
    const text = JSON.stringify(said)
    if (attempt.current.said !== text) attempt.current = { said: text, key: newKey() }
    setBusy(true)
    setProblem(undefined)
    try {
      await send(said, attempt.current.key)
      attempt.current = { said: '', key: '' }
    } catch (error) {
      setProblem((error as Error).message)
    }
    setBusy(false)
  }
  return { submit, problem, setProblem, isBusy }
}
