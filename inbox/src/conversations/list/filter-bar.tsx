import { ChevronDown, Funnel, X } from 'lucide'
import { formatNumber } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { Menu, type MenuItem } from '../../ui/menu.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { words } from '../../words/words.ts'
import { countNarrowing, type Filter, STATUSES, TABS } from '../conversation-filter.ts'
import type { Work } from '../work.ts'
import styles from './filter-bar.module.css'

export const LIST_ID = 'conversation-list'

/** What is listed: whose, in which status, and narrowed to what. */
export function FilterBar({ work }: { work: Work }) {
  const { conversations } = work
  const filter = conversations.filter.value
  const counts = conversations.counts.value
  const show = (change: Partial<Filter>) => void conversations.show({ ...filter, ...change })
  const tabs = TABS.map((tab) => ({
    value: tab,
    label: (
      <>
        {words.work.tabs[tab]}
        {counts && <span class={styles.count}>{formatNumber(counts[tab])}</span>}
      </>
    ),
  }))
  return (
    <div class={styles.bar}>
      <Tabs label={words.work.tabsLabel} tabs={tabs} value={filter.tab} onChoose={(tab) => show({ tab })} panelId={LIST_ID} />
      <div class={styles.narrowing}>
        <StatusMenu filter={filter} show={show} />
        <NarrowingMenu work={work} filter={filter} show={show} />
        <Chips work={work} filter={filter} show={show} />
      </div>
    </div>
  )
}

type Parts = { filter: Filter; show: (change: Partial<Filter>) => void }

function StatusMenu({ filter, show }: Parts) {
  const said = filter.status === undefined ? words.work.anyStatus : words.work.status[filter.status]
  const items: MenuItem[] = [
    ...STATUSES.map((status) => ({
      label: words.work.status[status],
      checked: filter.status === status,
      onChoose: () => show({ status }),
    })),
    'line',
    { label: words.work.anyStatus, checked: filter.status === undefined, onChoose: () => show({ status: undefined }) },
  ]
  return (
    <Menu
      label={words.work.statusFilter(said)}
      items={items}
      trigger={(props) => (
        <button type="button" {...props} class={styles.choice} aria-label={words.work.statusFilter(said)}>
          {said}
          <Icon of={ChevronDown} size={14} />
        </button>
      )}
    />
  )
}

function NarrowingMenu({ work, filter, show }: Parts & { work: Work }) {
  const { channels, labels, teams } = work.directory
  const items: MenuItem[] = [
    { heading: words.work.filter.channel },
    ...channels.value.map(({ id, name }) => ({
      label: name,
      checked: filter.channelId === id,
      onChoose: () => show({ channelId: filter.channelId === id ? undefined : id }),
    })),
  ]
  if (labels.value.length > 0) items.push({ heading: words.work.filter.label })
  for (const { title } of labels.value) {
    const isChosen = filter.label === title
    items.push({ label: title, checked: isChosen, onChoose: () => show({ label: isChosen ? undefined : title }) })
  }
  if (teams.value.length > 0) items.push({ heading: words.work.filter.team })
  for (const { id, name } of teams.value) {
    const isChosen = filter.teamId === id
    items.push({ label: name, checked: isChosen, onChoose: () => show({ teamId: isChosen ? undefined : id }) })
  }
  return (
    <Menu
      label={words.work.filter.menu}
      items={items}
      trigger={(props) => (
        <button type="button" {...props} class={styles.choice}>
          <Icon of={Funnel} size={14} />
          {words.work.filter.button}
        </button>
      )}
    />
  )
}

/** What the list is narrowed to, each with a way out of it. */
function Chips({ work, filter, show }: Parts & { work: Work }) {
  if (countNarrowing(filter) === 0) return null
  const { channels, teams } = work.directory
  const contact = work.conversations.listed.value.find((one) => one.contactId === filter.contactId)?.overview.contact
  const chips: { name: string; change: Partial<Filter> }[] = []
  const add = (name: string | null | undefined, change: Partial<Filter>) => chips.push({ name: name ?? '…', change })
  if (filter.contactId !== undefined) add(contact?.name ?? contact?.email, { contactId: undefined })
  if (filter.channelId !== undefined) add(channels.value.find((one) => one.id === filter.channelId)?.name, { channelId: undefined })
  if (filter.label !== undefined) add(filter.label, { label: undefined })
  if (filter.teamId !== undefined) add(teams.value.find((one) => one.id === filter.teamId)?.name, { teamId: undefined })
  return (
    <>
      {chips.map(({ name, change }) => (
        <button
          key={Object.keys(change)[0]}
          type="button"
          class={styles.chip}
          aria-label={words.work.filter.remove(name)}
          onClick={() => show(change)}
        >
          {name}
          <Icon of={X} size={13} />
        </button>
      ))}
    </>
  )
}
