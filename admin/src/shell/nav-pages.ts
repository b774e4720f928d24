import {
  type Icon,
  IconCalendar,
  IconCalendarCheck,
  IconCash,
  IconClockHour4,
  IconHome,
  IconList,
  IconPhone,
  IconPlug,
  IconRocket,
  IconScale,
  IconServer,
  IconUser,
  IconUsers,
  IconWebhook,
} from '@tabler/icons-react'

export interface NavPage {
  /** Its word in `common.nav`. */
  word:
    | 'home'
    | 'calendar'
    | 'appointments'
    | 'calls'
    | 'customers'
    | 'services'
    | 'staff'
    | 'rules'
    | 'integrations'
    | 'webhooks'
    | 'billing'
    | 'system'
    | 'users'
    | 'goLive'
  /** Below `/c/$tenant`. */
  path: string
  icon: Icon
  /** What a role needs to see it: one of these. */
  permissions: readonly string[]
  /** Else of agencies as well. */
  ofClients?: true
}

/** The pages in the navigation and in the command palette, in their order. */
export const NAV_PAGES: readonly NavPage[] = [
  { word: 'home', path: '', icon: IconHome, permissions: ['appointments:read'] },
  { word: 'calendar', path: 'calendar', icon: IconCalendar, permissions: ['appointments:read'] },
  { word: 'appointments', path: 'appointments', icon: IconCalendarCheck, permissions: ['appointments:read'] },
  { word: 'calls', path: 'calls', icon: IconPhone, permissions: ['calls:read'] },
  { word: 'customers', path: 'customers', icon: IconUser, permissions: ['customers:read'] },
  { word: 'services', path: 'services', icon: IconList, permissions: ['services:read'] },
  { word: 'staff', path: 'staff', icon: IconClockHour4, permissions: ['resources:read'] },
  { word: 'rules', path: 'rules', icon: IconScale, permissions: ['policies:read'], ofClients: true },
  {
    word: 'goLive',
    path: 'go-live',
    icon: IconRocket,
    permissions: ['phone-numbers:read'],
    ofClients: true,
  },
  { word: 'integrations', path: 'integrations', icon: IconPlug, permissions: ['connections:read'] },
  { word: 'webhooks', path: 'webhooks', icon: IconWebhook, permissions: ['webhooks:read'] },
  { word: 'billing', path: 'billing', icon: IconCash, permissions: ['invoices:read'] },
  { word: 'users', path: 'users', icon: IconUsers, permissions: ['users:read'] },
  {
    word: 'system',
    path: 'system',
    icon: IconServer,
    // Of a client: its jobs, events and keys.
    permissions: ['system:read', 'jobs:write', 'api-keys:read'],
  },
]
