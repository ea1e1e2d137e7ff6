import { useState } from 'preact/hooks'
import type { Member } from '../api/wire.ts'
import { me } from '../session.ts'
import { Select, TextField } from '../ui/field.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { toast } from '../ui/toasts.tsx'
import { useSubmit } from '../ui/use-submit.ts'
import { words } from '../words/words.ts'
import { members, setPassword } from './team-store.ts'

const says = words.team.members
type Role = Member['role']
const ROLES: readonly Role[] = ['agent', 'administrator', 'dispatcher', 'driver']

/** Adds somebody to the team, or changes who they are. Nobody takes their own role away. */
export function MemberDialog({ member, onClose }: { member: Member | undefined; onClose: () => void }) {
  const [name, setName] = useState(member?.name ?? '')
  const [email, setEmail] = useState(member?.email ?? '')
  const [role, setRole] = useState<Role>(member?.role ?? 'agent')
  const { submit, problem, isBusy } = useSubmit(async (said: object, key) => {
    await members.save(member?.id, said, key)
    if (!member) toast(says.added(name.trim()))
    onClose()
  })
  const roles = member?.role === 'bot' ? [member.role] : ROLES
  return (
    <FormDialog
      title={member ? words.team.editNamed(member.name) : says.add}
      action={member ? words.team.save : says.add}
      onSubmit={() => submit({ name: name.trim(), email: email.trim() || null, role })}
      {...{ problem, isBusy, onClose }}
    >
      <TextField
        label={says.name}
        value={name}
        required
        maxLength={255}
        autoComplete="off"
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <TextField
        label={says.email}
        hint={says.emailHint}
        type="email"
        value={email}
        maxLength={254}
        autoComplete="off"
        onInput={(event) => setEmail(event.currentTarget.value)}
      />
      <Select
        label={says.role}
        hint={says.rolesHint[role]}
        options={roles.map((value) => ({ value, label: says.roles[value] }))}
        value={role}
        disabled={member?.id === me.value.id}
        onChoose={setRole}
      />
    </FormDialog>
  )
}

/** Gives a member a password to sign in with. */
export function PasswordDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const [password, setNew] = useState('')
  const { submit, problem, isBusy } = useSubmit(async (said: string, key) => {
    await setPassword(member, said, key)
    toast(says.passwordSet(member.name))
    onClose()
  })
  return (
    <FormDialog
      title={says.passwordTitle(member.name)}
      action={says.setPassword}
      onSubmit={() => submit(password)}
      {...{ problem, isBusy, onClose }}
    >
      <TextField
        label={says.newPassword}
        hint={says.passwordHint}
        type="password"
        value={password}
        required
        minLength={8}
        maxLength={1024}
        autoComplete="new-password"
        onInput={(event) => setNew(event.currentTarget.value)}
      />
    </FormDialog>
  )
}
