import { ArrowUp, Paperclip, X } from 'lucide'
import { Icon } from '../ui/icon.tsx'
import { sizeName } from './format.ts'
import type { ViewProps } from './root.tsx'
import { say, type Words } from './words.ts'

export function Composer({ chat, view, words, write }: ViewProps & { words: Words }) {
  const { draft, files, problem } = view.get()
  const isEmpty = draft.trim() === '' && files.length === 0

  function send(event: Event): void {
    event.preventDefault()
    if (isEmpty) return
    const { text, files: taken } = view.take()
    chat.say(text, taken)
    write()
  }

  function add(more: FileList | null | undefined): void {
    if (!more?.length) return
    view.addFiles([...more], words)
    write()
  }

  return (
    <form class="composer" onSubmit={send}>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {files.length > 0 && (
        <ul class="chosen">
          {files.map((file) => (
            <li key={file}>
              <span>{file.name}</span>
              <small>{sizeName(file.size)}</small>
              <button
                type="button"
                aria-label={say(words.removeFile, { name: file.name })}
                onClick={() => {
                  view.removeFile(file)
                  write()
                }}
              >
                <Icon of={X} size={14} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div class="box">
        <input
          type="file"
          multiple
          hidden
          onChange={({ currentTarget }) => {
            add(currentTarget.files)
            currentTarget.value = ''
          }}
        />
        <button
          type="button"
          class="plain"
          aria-label={words.attach}
          onClick={({ currentTarget }) => (currentTarget.previousSibling as HTMLInputElement).click()}
        >
          <Icon of={Paperclip} size={20} />
        </button>
        <span class="grows" data-text={`${draft}\n`}>
          <textarea
            rows={1}
            value={draft}
            aria-label={words.compose}
            placeholder={words.placeholder}
            onInput={({ currentTarget }) => {
              view.write(currentTarget.value)
              chat.type(currentTarget.value.trim() !== '')
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) send(event)
            }}
            onPaste={(event) => {
              if (event.clipboardData?.files.length) event.preventDefault()
              add(event.clipboardData?.files)
            }}
            onBlur={() => chat.type(false)}
          />
        </span>
        <button type="submit" class="send" aria-label={words.send} disabled={isEmpty}>
          <Icon of={ArrowUp} size={20} />
        </button>
      </div>
    </form>
  )
}
