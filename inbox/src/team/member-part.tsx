import { KeyRound, Pencil, Trash2 } from 'lucide'
import { useState } from 'preact/hooks'
import type { Member } from '../api/wire.ts'
import { present } from '../live/live.ts'
import { isAdministrator, me } from '../session.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Badge } from '../ui/badge.tsx'
import { IconButton } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { toast } from '../ui/toasts.tsx'
import { words } from '../words/words.ts'
import { MemberDialog, PasswordDialog } from './member-dialogs.tsx'
import { PartHead } from './part-head.tsx'
import styles from './team-page.module.css'
import { members } from './team-store.ts'

const says = words.team.members

type Open = { what: 'edit'; member?: Member } | { what: 'password' | 'remove'; member: Member }

/** The people of the account; administrators change them. */
export function MemberPart() {
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  return (
    <section aria-label={says.title}>
      <PartHead
        title={says.title}
        intro={says.intro}
        add={says.add}
        onAdd={isAdministrator.value ? () => setOpen({ what: 'edit' }) : undefined}
      />
      <ul class={styles.list} aria-label={says.list}>
        {(members.all.value ?? []).map((member) => (
          <Row key={member.id} member={member} onOpen={setOpen} />
        ))}
      </ul>
      {open?.what === 'edit' && <MemberDialog member={open.member} onClose={close} />}
      {open?.what === 'password' && <PasswordDialog member={open.member} onClose={close} />}
      {open?.what === 'remove' && <RemoveDialog member={open.member} onClose={close} />}
    </section>
  )
}

function Row({ member, onOpen }: { member: Member; onOpen: (open: Open) => void }) {
  const { id, name, email, role } = member
  const isMe = id === me.value.id
  return (
    <li class={styles.row}>
      <Avatar name={name} id={id} size={34} online={present.value.has(`member:${id}`)} />
      <div class={styles.words}>
        <span class={styles.name}>
          {name}
          {isMe && <span class={styles.you}>{says.you}</span>}
        </span>
        <span class={styles.detail}>{email ?? says.noEmail}</span>
      </div>
      <Badge tone={role === 'administrator' ? 'info' : 'plain'}>{says.roles[role]}</Badge>
      {isAdministrator.value && (
        <span class={styles.actions}>
          {email !== null && role !== 'bot' && (
            <IconButton icon={KeyRound} label={says.passwordNamed(name)} onClick={() => onOpen({ what: 'password', member })} />
          )}
          <IconButton icon={Pencil} label={words.team.editNamed(name)} onClick={() => onOpen({ what: 'edit', member })} />
          <IconButton
            icon={Trash2}
            label={words.team.removeNamed(name)}
            disabled={isMe}
            onClick={() => onOpen({ what: 'remove', member })}
          />
        </span>
      )}
    </li>
  )
}

function RemoveDialog({ member: { id, name }, onClose }: { member: Member; onClose: () => void }) {
  const remove = async () => {
    await members.remove(id)
    toast(says.removed(name))
  }
  return (
    <ConfirmDialog title={says.removeTitle(name)} action={words.team.remove} onConfirm={remove} onClose={onClose}>
      {says.removeText}
    </ConfirmDialog>
  )
}
