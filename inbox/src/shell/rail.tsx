import { BookOpen, Command, Keyboard, LogOut } from 'lucide'
import { PAGES } from '../pages.ts'
import { openKeys, openPalette } from '../palette/open-palette.ts'
import { sayKeys } from '../palette/system-keys.ts'
import logo from '../parley.svg'
import { go } from '../router.ts'
import { me, session, signOut } from '../session.ts'
import { THEMES, theme } from '../theme.ts'
import { Avatar } from '../ui/avatar.tsx'
import { IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Menu } from '../ui/menu.tsx'
import { toastError } from '../ui/toasts.tsx'
import { words } from '../words/words.ts'
import styles from './rail.module.css'

/** The way to every page, and one's own menu: at the side, or on a phone at the bottom. */
export function Rail({ current }: { current: string | undefined }) {
  return (
    <nav class={styles.rail} aria-label={words.app.navigation}>
      <img class={styles.logo} src={logo} alt="" width={30} height={30} />
      <ul class={styles.pages}>
        {PAGES.filter(({ isSeldom }) => !isSeldom).map((page) => (
          <li key={page.name}>
            <a class={styles.page} href={`#/${page.name}`} aria-current={page.name === current ? 'page' : undefined}>
              <Icon of={page.icon} size={20} />
              <span>{page.label}</span>
            </a>
          </li>
        ))}
      </ul>
      <IconButton
        class={styles.commands}
        icon={Command}
        label={words.palette.open}
        title={`${words.palette.open} (${sayKeys('mod+k')})`}
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => openPalette()}
      />
      <UserMenu />
    </nav>
  )
}

function UserMenu() {
  const { id, name, email } = me.value
  const chosen = theme.value
  return (
    <Menu
      label={words.app.userMenu(name)}
      items={[
        { heading: `${name} · ${email ?? session.value?.account.name ?? ''}` },
        'line',
        { heading: words.app.theme.label },
        ...THEMES.map((one) => ({
          label: words.app.theme[one],
          checked: one === chosen,
          onChoose: () => {
            theme.value = one
          },
        })),
        'line',
        ...PAGES.filter(({ isSeldom }) => isSeldom).map(({ name, label, icon }) => ({ label, icon, onChoose: () => go(`#/${name}`) })),
        { label: words.palette.open, icon: Command, hint: sayKeys('mod+k'), onChoose: () => openPalette() },
        { label: words.palette.keys, icon: Keyboard, hint: '?', onChoose: openKeys },
        { label: words.app.docs, icon: BookOpen, onChoose: () => open('/docs', '_blank', 'noopener') },
        { label: words.app.signOut, icon: LogOut, onChoose: () => void signOut().catch(toastError) },
      ]}
      trigger={(props) => (
        <button type="button" {...props} class={styles.user} aria-label={words.app.userMenu(name)} title={name}>
          <Avatar name={name} id={id} size={32} />
        </button>
      )}
    />
  )
}
