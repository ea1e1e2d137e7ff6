import styles from './code-block.module.css'
import { CopyButton } from './copy-button.tsx'
import { highlight, type Language } from './highlight.ts'

/** Code in its colours, to be read and copied; what is wider than its place is scrolled, also with the keyboard. */
export function CodeBlock({ code, language, label, id }: { code: string; language: Language; label: string; id?: string }) {
  return (
    <div class={styles.block} id={id}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached with the keyboard. */}
      <section class={styles.code} aria-label={label} tabIndex={0}>
        <pre translate={false}>
          {highlight(code, language).map(({ text, kind }, index) => (
            <span key={index} class={styles[kind]}>
              {text}
            </span>
          ))}
        </pre>
      </section>
      <span class={styles.copy}>
        <CopyButton text={code} />
      </span>
    </div>
  )
}
