import { useEffect, useState } from 'preact/hooks'
import { type Credentials, signIn } from '../session.ts'
import { type Problem, secondsUntil, toProblem } from './problem.ts'

const TICK_MS = 250

/** Signing in, one attempt at a time: whether one is under way, what was wrong with the last, and how many seconds have to pass before the next. */
export function useSignIn() {
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const [seconds, setSeconds] = useState(0)
  const untilMs = problem?.untilMs

  useEffect(() => {
    if (untilMs === undefined) return
    const tick = () => {
      const left = secondsUntil(untilMs, Date.now())
      setSeconds(left)
      if (left === 0) setProblem(undefined)
    }
    tick()
    const timer = setInterval(tick, TICK_MS)
    return () => clearInterval(timer)
  }, [untilMs])

  async function attempt(credentials: Credentials): Promise<void> {
    setBusy(true)
    try {
      await signIn(credentials)
    } catch (error) {
      setProblem(toProblem(error, Date.now()))
      throw error
    } finally {
      setBusy(false)
    }
  }
  return { attempt, isBusy, problem, seconds: problem?.untilMs === undefined ? 0 : seconds }
}
