import { Activity, type IconNode, Inbox, Layers, Plug, Send, Users } from 'lucide'
import type { ComponentType } from 'preact'
import { words } from './words/words.ts'

export type Page = {
  /** The first part of its address: `#/name`. */
  name: string
  label: string
  icon: IconNode
  /** In one's own menu instead of the rail, which has no room for what is seldom needed. */
  isSeldom?: true
  /** Loaded when it is first shown. */
  load: () => Promise<ComponentType>
}

/** Every page of whoever is signed in, in the order of the rail; the first is where one begins. */
export const PAGES: readonly Page[] = [
  {
    name: 'conversations',
    label: words.pages.conversations,
    icon: Inbox,
    load: async () => (await import('./conversations/conversations-page.tsx')).ConversationsPage,
  },
  { name: 'faces', label: words.pages.faces, icon: Layers, load: async () => (await import('./faces/faces-page.tsx')).FacesPage },
  { name: 'connect', label: words.pages.connect, icon: Plug, load: async () => (await import('./connect/connect-page.tsx')).ConnectPage },
  {
    name: 'deliveries',
    label: words.pages.deliveries,
    icon: Send,
    load: async () => (await import('./deliveries/deliveries-page.tsx')).DeliveriesPage,
  },
  {
    name: 'activity',
    label: words.pages.activity,
    icon: Activity,
    load: async () => (await import('./activity/activity-page.tsx')).ActivityPage,
  },
  { name: 'team', label: words.pages.team, icon: Users, isSeldom: true, load: async () => (await import('./team/team-page.tsx')).TeamPage },
]
