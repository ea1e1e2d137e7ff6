import { EyeOff, Info, KeyRound } from 'lucide'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Face } from '../api/wire.ts'
import { go } from '../router.ts'
import { isAdministrator } from '../session.ts'
import { API_COLOURS } from '../ui/apis.ts'
import { Badge } from '../ui/badge.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Icon } from '../ui/icon.tsx'
import { toast } from '../ui/toasts.tsx'
import { words } from '../words/words.ts'
import { takesToken, toCurl } from './curl.ts'
import styles from './faces.module.css'
import { toPath } from './json-tree.ts'
import { JsonView } from './json-view.tsx'
import { tokenFor } from './token-for.ts'

/** In pixels: what is left before the path, so that one sees that there is more. */
const PATH_MARGIN = 10

/** `path` says which conversation or message it is of. */
type Props = { face: Face; path: string; lit: string | undefined; changed: ReadonlySet<string> | undefined; change: number }

/** What one API's clients are given: who asks, how, and what they are answered. */
export function FaceCard({ face, path, lit, changed, change }: Props) {
  const { title, as, status, missing, excerpt } = face
  const [isWhole, setWhole] = useState(false)
  const isPart = excerpt !== '' && excerpt !== null
  const answer = useRef<HTMLElement>(null)
  useEffect(() => bringLitIntoView(answer.current), [lit, path])
  return (
    <section class={styles.card} aria-label={title} data-dialect={face.dialect} style={{ '--mark': API_COLOURS[face.dialect] }}>
      <header class={styles.head}>
        <span class={styles.mark} aria-hidden="true" />
        <h2 class={styles.vendor}>{title}</h2>
        {status !== null && (
          <Badge tone={status < 300 ? 'success' : 'danger'} label={words.faces.status(status)}>
            {status}
          </Badge>
        )}
      </header>
      {as && <p class={styles.as}>{words.faces.as(as.name ?? words.faces.nobody, words.faces.roles[as.role] ?? as.role)}</p>}
      {face.request && <Request face={face} request={face.request} />}
      {missing && (
        <p class={styles.missing}>
          <Icon of={EyeOff} size={20} />
          {missing.reason}
        </p>
      )}
      {(excerpt !== null || isWhole) && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it with the arrows.
        <section ref={answer} class={styles.answer} aria-label={words.faces.answer(title)} tabIndex={0}>
          <JsonView
            key={`${isWhole}`}
            body={face.body}
            pointer={isWhole ? '' : (excerpt ?? '')}
            open={excerpt ?? ''}
            concepts={face.concepts}
            {...{ lit, changed, change }}
          />
        </section>
      )}
      {(isPart || (excerpt === null && status !== null)) && (
        <footer class={styles.foot}>
          {isPart && !isWhole && <code class={styles.where}>{toPath(excerpt)}</code>}
          <Button look="quiet" small onClick={() => setWhole(!isWhole)}>
            {isWhole ? words.faces.part : words.faces.whole}
          </Button>
        </footer>
      )}
    </section>
  )
}

/** What is lit is seen in every answer, but for the one in which somebody points at it. */
function bringLitIntoView(answer: HTMLElement | null): void {
  const line = answer?.querySelector<HTMLElement>('[data-lit="true"]')
  if (!answer || !line || answer.matches(':hover, :focus-within')) return
  const { top, bottom } = line.getBoundingClientRect()
  const box = answer.getBoundingClientRect()
  if (top >= box.top && bottom <= box.bottom) return
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches
  answer.scrollBy({ top: (top + bottom - box.top - box.bottom) / 2, behavior: isCalm ? 'instant' : 'smooth' })
}

function Request({ face, request }: { face: Face; request: NonNullable<Face['request']> }) {
  const { title } = face
  const box = useRef<HTMLElement>(null)
  const text = toCurl(request)
  const at = text.indexOf(new URL(request.url).pathname)
  useLayoutEffect(() => {
    // The path is what tells them apart; what comes before it is alike in all.
    if (box.current) box.current.scrollLeft = (box.current.querySelector<HTMLElement>('[data-path]')?.offsetLeft ?? 0) - PATH_MARGIN
  }, [at])
  return (
    <div class={styles.request}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it with the arrows. */}
      <section ref={box} class={styles.curl} aria-label={words.faces.request(title)} tabIndex={0}>
        <code dir="ltr">
          {text.slice(0, at)}
          <span data-path class={styles.path}>
            {text.slice(at)}
          </span>
        </code>
      </section>
      <CopyButton text={text} name={words.faces.copy(title)} />
      {isAdministrator.value && takesToken(request) && (
        <CopyButton icon={KeyRound} text={async () => toCurl(request, await tokenFor(face))} name={words.faces.copyWithToken(title)} />
      )}
      {isAdministrator.value && !takesToken(request) && (
        <IconButton
          icon={Info}
          label={words.faces.ownTokens(title)}
          onClick={() =>
            toast(words.faces.ownTokensHint(title), {
              action: { label: words.faces.ownTokensShow, run: () => go(`#/connect/${face.dialect}`) },
            })
          }
        />
      )}
    </div>
  )
}
