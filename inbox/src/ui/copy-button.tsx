import { Check, Copy, type IconNode } from 'lucide'
import { useState } from 'preact/hooks'
import { words } from '../words/words.ts'
import { Button, IconButton } from './button.tsx'
import { toast, toastError } from './toasts.tsx'

const SAYS_SO_MS = 1600

/** Copies a text, or what a function gives, and says that it did. With `label` a button with words, else an icon. */
export function CopyButton({
  text,
  label,
  name,
  icon: plainIcon = Copy,
}: {
  text: string | (() => string | Promise<string>)
  label?: string
  name?: string
  icon?: IconNode
}) {
  const [isDone, setDone] = useState(false)
  const copy = async () => {
    const copied = typeof text === 'string' ? text : await text()
    try {
      await navigator.clipboard.writeText(copied)
      setDone(true)
      setTimeout(() => setDone(false), SAYS_SO_MS)
    } catch {
      toast(words.ui.copyFailed, { tone: 'danger' })
    }
  }
  const onClick = () => void copy().catch(toastError)
  const icon = isDone ? Check : plainIcon
  const said = isDone ? words.ui.copied : (name ?? words.ui.copy)
  if (label === undefined) return <IconButton icon={icon} label={said} onClick={onClick} />
  return (
    <Button icon={icon} small onClick={onClick}>
      {isDone ? words.ui.copied : label}
    </Button>
  )
}
