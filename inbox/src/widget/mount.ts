import { h, render } from 'preact'
import type { Chat } from './chat.ts'
import type { Keep } from './keep.ts'
import type { Options } from './options.ts'
import { Root } from './root.tsx'
import { createScroll } from './scroll.ts'
import { createViewState } from './view-state.ts'
import css from './widget.css?inline'

/** Shows the widget in a shadow tree of its own: nothing of the page's look gets in, and nothing of the widget's out. Its styles need no permission of the page's policy. */
export function mount(chat: Chat, keep: Keep, options: Options): void {
  const host = document.createElement('parley-chat')
  const shadow = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  shadow.adoptedStyleSheets = [sheet]
  host.addEventListener('keydown', (event) => {
    // The page's own keys are not for what is typed here.
    event.stopPropagation()
    if (event.key === 'Escape') chat.open(false)
  })
  document.body.append(host)

  const find = (selector: string) => shadow.querySelector<HTMLElement>(selector)
  const direction = getComputedStyle(document.documentElement).direction === 'rtl' ? 'rtl' : 'ltr'
  const view = createViewState(keep, draw)
  const scroll = createScroll(() => find('.thread'))
  const write = () => find('textarea')?.focus()
  let isDrawn = true
  let wasOpen = chat.state().isOpen

  /** Once for all changes of a moment. */
  function draw(): void {
    if (isDrawn) queueMicrotask(drawNow)
    isDrawn = false
  }

  function drawNow(): void {
    isDrawn = true
    const state = chat.state()
    render(h(Root, { chat, keep, view, scroll, options, direction, write }), shadow)
    scroll.settle(state.messages[0]?.seq ?? 0)
    if (state.isOpen === wasOpen) return
    wasOpen = state.isOpen
    // On a phone the field would bring up the keyboard, over the conversation.
    if (!wasOpen) find('.launcher')?.focus()
    else if (matchMedia('(pointer: coarse)').matches) find('#title')?.focus()
    else write()
  }

  chat.listen(draw)
  drawNow()
}
