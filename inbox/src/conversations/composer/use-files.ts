import { effect, signal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { toast } from '../../ui/toasts.tsx'
import { words } from '../../words/words.ts'
import { checkFiles, type FileProblem } from './file-rules.ts'
import { releaseFiles, type StagedFile, stageFile } from './staged-files.ts'

export type Files = {
  staged: readonly StagedFile[]
  add(files: Iterable<File>): void
  remove(id: number): void
  clear(): void
}

const NONE: readonly StagedFile[] = []

/** What is to go with messages that are not sent, for as long as the page lives: one may look at another conversation meanwhile. */
const kept = signal<ReadonlyMap<string, readonly StagedFile[]>>(new Map())

function keep(key: string, files: readonly StagedFile[]): void {
  const next = new Map(kept.peek())
  if (files.length === 0) next.delete(key)
  else next.set(key, files)
  kept.value = next
}

// Leaving the page asks first.
effect(() => {
  if (kept.value.size === 0) return
  const ask = (event: BeforeUnloadEvent) => event.preventDefault()
  addEventListener('beforeunload', ask)
  return () => removeEventListener('beforeunload', ask)
})

/** The files that are to go with the message that is being written under a key. */
export function useFiles(key: string): Files {
  const latest = () => kept.peek().get(key) ?? NONE
  return {
    staged: kept.value.get(key) ?? NONE,
    add(files) {
      const facts = [...files].map((file) => ({ file, name: file.name, sizeBytes: file.size }))
      const { taken, problems } = checkFiles(facts, latest().length)
      for (const problem of problems) toast(problemWords(problem), { tone: 'danger' })
      if (taken.length > 0) keep(key, [...latest(), ...taken.map(({ file }) => stageFile(file))])
    },
    remove(id) {
      releaseFiles(latest().filter((one) => one.id === id))
      keep(
        key,
        latest().filter((one) => one.id !== id),
      )
    },
    clear() {
      releaseFiles(latest())
      keep(key, NONE)
    },
  }
}

function problemWords(problem: FileProblem): string {
  return problem.kind === 'tooMany' ? words.composer.tooManyFiles : words.composer.fileTooLarge(problem.name)
}

/** Whether files are being dragged over the element's pane, which takes them when they are dropped. */
export function useDrop(root: RefObject<HTMLElement | null>, add: (files: Iterable<File>) => void): boolean {
  const [isOver, setOver] = useState(false)
  const latest = useRef(add)
  latest.current = add
  useEffect(() => {
    const pane = root.current?.closest('section')
    if (!pane) return
    const over = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      setOver(true)
    }
    const leave = (event: DragEvent) => !pane.contains(event.relatedTarget as Node) && setOver(false)
    const drop = (event: DragEvent) => {
      setOver(false)
      if (!event.dataTransfer?.files.length) return
      event.preventDefault()
      latest.current(event.dataTransfer.files)
    }
    pane.addEventListener('dragover', over)
    pane.addEventListener('dragleave', leave)
    pane.addEventListener('drop', drop)
    return () => {
      pane.removeEventListener('dragover', over)
      pane.removeEventListener('dragleave', leave)
      pane.removeEventListener('drop', drop)
    }
  }, [root])
  return isOver
}
