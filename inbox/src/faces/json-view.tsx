import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { words } from '../words/words.ts'
import { pinned, pointedAt } from './concepts.ts'
import { beginsFolded, type Concepts, type JsonNode, toRuns, toTree } from './json-tree.ts'
import styles from './json-view.module.css'

/** What all lines of an answer are drawn with: what is lit, what has changed, and what somebody folded or unfolded. */
type Look = {
  lit: string | undefined
  changed: ReadonlySet<string> | undefined
  change: number
  isTurned: (pointer: string) => boolean
  turn: (pointer: string) => void
  /** What stands at this pointer is what is shown: nothing on the way to it begins folded. */
  open: string
}

/** Texts are cut here until somebody wants all of one. */
const MUCH = 220

/** A part of an answer as JSON. What others say, too, is lit with them. */
export function JsonView({
  body,
  pointer,
  concepts,
  ...given
}: Omit<Look, 'isTurned' | 'turn'> & { body: unknown; pointer: string; concepts: Concepts }) {
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set())
  const tree = toTree(body, pointer, concepts)
  const look: Look = {
    ...given,
    isTurned: (at) => turned.has(at),
    turn: (at) => setTurned(turned.symmetricDifference(new Set([at]))),
  }
  return (
    <div class={styles.json} dir="ltr">
      {tree.children.length === 0 ? <Line node={tree} isLast look={look} /> : <Lines nodes={tree.children} look={look} />}
    </div>
  )
}

/** Nodes beside one another, those of a run as one line until somebody unfolds it. */
function Lines({ nodes, runs = nodes, look }: { nodes: readonly JsonNode[]; runs?: ReturnType<typeof toRuns>; look: Look }) {
  const last = nodes.at(-1)
  const draw = (node: JsonNode): ComponentChildren => <Line key={node.pointer} node={node} isLast={node === last} look={look} />
  return (
    <>
      {runs.map((run) => {
        if (!('length' in run)) return draw(run)
        const at = `${run[0]?.pointer}…`
        if (look.isTurned(at) || run.some((node) => look.changed?.has(node.pointer))) return run.map(draw)
        return (
          <div key={at} class={styles.line}>
            <button type="button" class={styles.fold} aria-expanded={false} onClick={() => look.turn(at)}>
              … {words.faces.others(run.length)}
            </button>
          </div>
        )
      })}
    </>
  )
}

function Line({ node, isLast, look }: { node: JsonNode; isLast: boolean; look: Look }) {
  const { concept, children, pointer, value } = node
  const isChanged = look.changed?.has(pointer) === true
  const isOnTheWay = `${look.open}/`.startsWith(`${pointer}/`)
  const isOpen = children.length > 0 && look.isTurned(pointer) === (beginsFolded(node) && !isOnTheWay)
  const [before, after] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  const comma = isLast ? '' : ','
  const sign = isOpen ? before : `${before} ${children.length} ${after}${comma}`
  return (
    <>
      <div
        key={isChanged ? look.change : 'same'}
        class={styles.line}
        data-concept={concept}
        data-lit={concept !== undefined && concept === look.lit}
        data-changed={isChanged}
        onPointerEnter={() => concept !== undefined && point(concept)}
        onPointerLeave={() => concept !== undefined && point(null)}
      >
        <Key node={node} />
        {children.length === 0 && <Value value={value} comma={comma} />}
        {children.length > 0 && (
          <button
            type="button"
            class={styles.fold}
            aria-expanded={isOpen}
            aria-label={node.key === null ? undefined : words.faces.inside(node.key, sign)}
            onClick={() => look.turn(pointer)}
          >
            {sign}
          </button>
        )}
      </div>
      {isOpen && (
        <>
          <div class={styles.inside}>
            <Lines nodes={children} runs={isOnTheWay ? children : toRuns(children)} look={look} />
          </div>
          <div class={styles.line}>
            <span class={styles.sign}>
              {after}
              {comma}
            </span>
          </div>
        </>
      )}
    </>
  )
}

/** The name of a value; of one that others have, too, a button that keeps it lit. */
function Key({ node: { key, concept } }: { node: JsonNode }) {
  if (key === null) return null
  return (
    <>
      {concept === undefined ? (
        <span class={styles.key}>{key}</span>
      ) : (
        <button
          type="button"
          class={styles.spoken}
          aria-pressed={pinned.value === concept}
          onFocus={() => point(concept)}
          onBlur={() => point(null)}
          onClick={() => {
            pinned.value = concept
          }}
        >
          {key}
        </button>
      )}
      <span class={styles.sign}>: </span>
    </>
  )
}

function Value({ value, comma }: { value: unknown; comma: string }) {
  const [isAll, setAll] = useState(false)
  const text = JSON.stringify(value) ?? 'null'
  const isCut = text.length > MUCH && !isAll
  const kind = value === null ? 'null' : Array.isArray(value) ? 'object' : typeof value
  return (
    <span class={styles.value} data-kind={kind}>
      {isCut ? text.slice(0, MUCH) : text}
      {isCut && (
        <button type="button" class={styles.more} onClick={() => setAll(true)} aria-label={words.ui.more}>
          …
        </button>
      )}
      <span class={styles.sign}>{comma}</span>
    </span>
  )
}

function point(concept: string | null): void {
  pointedAt.value = concept
}
