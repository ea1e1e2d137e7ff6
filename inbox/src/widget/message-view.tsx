import { File as FileIcon } from 'lucide'
import { Icon } from '../ui/icon.tsx'
import { clock, firstName, initialsOf, linkify, sizeName } from './format.ts'
import { readRich } from './rich.ts'
import { RichView } from './rich-view.tsx'
import { isFromTeam, type Outgoing } from './state.ts'
import type { ViewState } from './view-state.ts'
import type { Attachment, Message } from './wire.ts'
import { say, type Words } from './words.ts'

type Props = {
  message: Message
  words: Words
  /** Whether the same one goes on right after it, and whether they began before. */
  isLast: boolean
  isFirst: boolean
  /** Says it as an answer to the message. */
  answer: ((text: string) => void) | undefined
  view: ViewState
}

export function MessageView({ message, words, isFirst, isLast, answer, view }: Props) {
  const fromTeam = isFromTeam(message)
  const name = message.author.name ?? words.team
  const rich = message.deletedAt === null ? readRich(message) : undefined
  return (
    <li class={`message ${fromTeam ? 'theirs' : 'ours'} ${isFirst ? 'first' : ''} ${isLast ? 'last' : ''}`} data-seq={message.seq}>
      {fromTeam && isFirst && <span class="author">{firstName(name)}</span>}
      {!fromTeam && <span class="only-said">{words.you}:</span>}
      <div class="row">
        {fromTeam && (
          <span class="avatar" aria-hidden="true">
            {isLast && initialsOf(name)}
          </span>
        )}
        <div class="bubbles">
          {message.deletedAt !== null && <p class="bubble gone">{words.deleted}</p>}
          {message.text && <Text text={message.text} />}
          {message.attachments.map((file) => (
            <AttachmentView key={file.id} file={file} words={words} />
          ))}
          {rich && <RichView of={rich} messageId={message.id} view={view} words={words} answer={answer} />}
        </div>
      </div>
      {isLast && (
        <time class="when" dateTime={message.createdAt}>
          {clock(message.createdAt)}
          {message.editedAt && message.deletedAt === null && ` · ${words.edited}`}
        </time>
      )}
    </li>
  )
}

function Text({ text }: { text: string }) {
  return (
    <p class="bubble">
      {linkify(text).map(({ text: piece, href }, index) =>
        href ? (
          <a key={index} href={href} target="_blank" rel="noopener noreferrer">
            {piece}
          </a>
        ) : (
          piece
        ),
      )}
    </p>
  )
}

function AttachmentView({ file, words }: { file: Attachment; words: Words }) {
  const { name, url, width, height } = file
  const size = sizeName(file.sizeBytes)
  if (width !== null && height !== null) {
    const scale = Math.min(1, 220 / width, 240 / height)
    return (
      <a class="picture" href={url} target="_blank" rel="noopener noreferrer" aria-label={say(words.picture, { name })}>
        <img src={file.thumbnailUrl ?? url} alt="" width={Math.round(width * scale)} height={Math.round(height * scale)} loading="lazy" />
      </a>
    )
  }
  return (
    <a class="file bubble" href={url} target="_blank" rel="noopener noreferrer" aria-label={say(words.download, { name, size })}>
      <Icon of={FileIcon} size={20} />
      <span>
        <b>{name}</b>
        <small>{size}</small>
      </span>
    </a>
  )
}

type OutgoingProps = { entry: Outgoing; words: Words; isOffline: boolean; retry: () => void; discard: () => void }

/** What is not taken yet. */
export function OutgoingView({ entry, words, isOffline, retry, discard }: OutgoingProps) {
  const { state, text, files, progress, problem } = entry
  return (
    <li class={`message ours first last ${state}`}>
      <div class="row">
        <div class="bubbles">
          {text && <p class="bubble">{text}</p>}
          {files.map((file) => (
            <span key={file.name} class="file bubble">
              <Icon of={FileIcon} size={20} />
              <span>
                <b>{file.name}</b>
                <small>{sizeName(file.size)}</small>
              </span>
            </span>
          ))}
          {files.length > 0 && state === 'sending' && <progress value={progress} aria-label={words.sending} />}
        </div>
      </div>
      {state === 'failed' ? (
        <div class="when problem" role="alert">
          {words.failed} {problem}{' '}
          <button type="button" onClick={retry}>
            {words.retry}
          </button>{' '}
          <button type="button" onClick={discard}>
            {words.discard}
          </button>
        </div>
      ) : (
        <span class="when">{state === 'waiting' && isOffline ? words.waiting : words.sending}</span>
      )}
    </li>
  )
}
