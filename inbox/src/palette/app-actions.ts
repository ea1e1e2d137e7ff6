import { BookOpen, Command, Keyboard, LogOut, Monitor, Moon, Sun } from 'lucide'
import { PAGES } from '../pages.ts'
import { go, place } from '../router.ts'
import { signOut } from '../session.ts'
import { THEMES, theme } from '../theme.ts'
import { words } from '../words/words.ts'
import type { Action } from './actions.ts'
import { openKeys, openPalette, shown } from './open-palette.ts'
import { hasSingleKeys } from './single-keys.ts'

const PAGE_KEYS: Record<string, string> = { conversations: 'g i', faces: 'g f', connect: 'g c', deliveries: 'g d', activity: 'g a' }
const THEME_ICONS = { auto: Monitor, light: Sun, dark: Moon }

/** What can be done on every page. */
export function listAppActions(): Action[] {
  return [
    {
      id: 'palette.open',
      group: 'settings',
      words: words.palette.open,
      icon: Command,
      keys: 'mod+k',
      // It is open where one could choose it.
      isOffered: () => shown.value === null,
      run: () => openPalette(),
    },
    ...PAGES.map(
      (page): Action => ({
        id: `page.${page.name}`,
        group: 'pages',
        words: words.palette.goTo(page.label),
        icon: page.icon,
        keys: PAGE_KEYS[page.name],
        isOffered: () => (place.value.page || PAGES[0]?.name) !== page.name || place.value.parts.length > 0,
        run: () => go(`#/${page.name}`),
      }),
    ),
    {
      id: 'keys.show',
      group: 'settings',
      words: words.palette.keys,
      icon: Keyboard,
      keys: '?',
      run: openKeys,
    },
    {
      id: 'keys.single',
      group: 'settings',
      words: hasSingleKeys.value ? words.palette.singleKeysOff : words.palette.singleKeysOn,
      icon: Keyboard,
      run: () => {
        hasSingleKeys.value = !hasSingleKeys.value
      },
    },
    ...THEMES.map(
      (one): Action => ({
        id: `theme.${one}`,
        group: 'settings',
        words: words.palette.theme(words.app.theme[one]),
        icon: THEME_ICONS[one],
        isOffered: () => theme.value !== one,
        run: () => {
          theme.value = one
        },
      }),
    ),
    { id: 'app.docs', group: 'settings', words: words.app.docs, icon: BookOpen, run: () => open('/docs', '_blank', 'noopener') },
    { id: 'app.signOut', group: 'settings', words: words.app.signOut, icon: LogOut, run: signOut },
  ]
}
