import { Check, Copy } from 'lucide'
import { useState } from 'preact/hooks'
import { words } from '../words/words.ts'
import { Button, IconButton } from './button.tsx'
import { toast } from './toasts.tsx'

const SAYS_SO_MS = 1600

/** Copies a text, or what a function gives, and says that it did. With `label` a button with words, else an icon. */
export function CopyButton({ text, label, name }: { text: string | (() => string | Promise<string>); label?: string; name?: string }) {
  const [isDone, setDone] = useState(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(typeof text === 'string' ? text : await text())
      setDone(true)
      setTimeout(() => setDone(false), SAYS_SO_MS)
    } catch {
      toast(words.ui.copyFailed, { tone: 'danger' })
    }
  }
  const icon = isDone ? Check : Copy
  const said = isDone ? words.ui.copied : (name ?? words.ui.copy)
  if (label === undefined) return <IconButton icon={icon} label={said} onClick={() => void copy()} />
  return (
    <Button icon={icon} small onClick={() => void copy()}>
      {isDone ? words.ui.copied : label}
    </Button>
  )
}
