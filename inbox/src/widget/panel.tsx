import { X } from 'lucide'
import { Icon } from '../ui/icon.tsx'
import { Composer } from './composer.tsx'
import { initialsOf, teamLine } from './format.ts'
import type { ViewProps } from './root.tsx'
import type { ChatState } from './state.ts'
import { ThreadView } from './thread-view.tsx'
import type { Words } from './words.ts'

type Props = ViewProps & { state: ChatState; words: Words; title: string; greeting: string }

export function Panel({ title, ...of }: Props) {
  const { chat, view, state, words } = of
  const team = state.visit?.team ?? { online: false, names: [] }
  return (
    <div
      id="panel"
      class="panel"
      role="dialog"
      aria-labelledby="title"
      hidden={!state.isOpen}
      onDragOver={(event) => {
        event.preventDefault()
        view.dragOver(true)
      }}
      onDragLeave={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget as Node | null)) view.dragOver(false)
      }}
      onDrop={(event) => {
        event.preventDefault()
        view.dragOver(false)
        view.addFiles([...(event.dataTransfer?.files ?? [])], words)
        of.write()
      }}
    >
      <div class="head">
        {team.online && (
          <span class="faces" aria-hidden="true">
            {team.names.map((name) => (
              <span key={name} class="avatar">
                {initialsOf(name)}
              </span>
            ))}
          </span>
        )}
        <div class="about">
          <h2 id="title" tabIndex={-1}>
            {title}
          </h2>
          <p class={team.online ? 'online' : ''}>{teamLine(team, words)}</p>
        </div>
        <button type="button" class="plain" aria-label={words.close} onClick={() => chat.open(false)}>
          <Icon of={X} size={20} />
        </button>
      </div>
      <ThreadView {...of} />
      <div role="status">{state.isOffline && <p class="offline">{words.offline}</p>}</div>
      <Composer {...of} />
      {view.get().isOver && <div class="over">{words.drop}</div>}
    </div>
  )
}
