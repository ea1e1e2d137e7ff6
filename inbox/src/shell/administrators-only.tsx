import { Lock } from 'lucide'
import { useEffect, useState } from 'preact/hooks'
import type { Member } from '../api/wire.ts'
import { api } from '../session.ts'
import { Empty } from '../ui/empty.tsx'
import { words } from '../words/words.ts'

/** What others see of a page that is for administrators: that it is, and whom to ask. */
export function AdministratorsOnly({ title, children }: { title: string; children: string }) {
  const [names, setNames] = useState<readonly string[]>([])
  useEffect(() => {
    const read = async () => {
      const { members } = await api.get<{ members: Member[] }>('/members')
      setNames(members.filter(({ role }) => role === 'administrator').map(({ name }) => name))
    }
    read().catch(() => {}) // without names the page says the same
  }, [])
  return (
    <>
      <h1 class="visually-hidden">{title}</h1>
      <Empty icon={Lock} title={words.app.administratorsOnly}>
        <p>{children}</p>
        <p>{words.app.administrators(names)}</p>
      </Empty>
    </>
  )
}
