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

/** The files that are to go with the message. Leaving the page with some asks first, because they are kept nowhere yet. */
export function useFiles(): Files {
  const [staged, setStaged] = useState<readonly StagedFile[]>([])
  const latest = useRef(staged)
  latest.current = staged
  useEffect(() => () => releaseFiles(latest.current), [])
  useEffect(() => {
    if (staged.length === 0) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [staged.length])
  return {
    staged,
    add(files) {
      const facts = [...files].map((file) => ({ file, name: file.name, sizeBytes: file.size }))
      const { taken, problems } = checkFiles(facts, latest.current.length)
      for (const problem of problems) toast(problemWords(problem), { tone: 'danger' })
      if (taken.length > 0) setStaged([...latest.current, ...taken.map(({ file }) => stageFile(file))])
    },
    remove(id) {
      releaseFiles(staged.filter((one) => one.id === id))
      setStaged(staged.filter((one) => one.id !== id))
    },
    clear() {
      releaseFiles(staged)
      setStaged([])
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
