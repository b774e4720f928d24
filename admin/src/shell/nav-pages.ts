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
  /** What a role needs to see it. */
  permission: string
  /** Else of agencies as well. */
  ofClients?: true
}

/** The pages in the navigation and in the command palette, in their order. */
export const NAV_PAGES: readonly NavPage[] = [
  { word: 'home', path: '', icon: IconHome, permission: 'appointments:read' },
  { word: 'calendar', path: 'calendar', icon: IconCalendar, permission: 'appointments:read' },
  { word: 'appointments', path: 'appointments', icon: IconCalendarCheck, permission: 'appointments:read' },
  { word: 'calls', path: 'calls', icon: IconPhone, permission: 'calls:read' },
  { word: 'customers', path: 'customers', icon: IconUser, permission: 'customers:read' },
  { word: 'services', path: 'services', icon: IconList, permission: 'services:read' },
  { word: 'staff', path: 'staff', icon: IconClockHour4, permission: 'resources:read' },
  { word: 'rules', path: 'rules', icon: IconScale, permission: 'policies:read', ofClients: true },
  {
    word: 'goLive',
    path: 'go-live',
    icon: IconRocket,
    permission: 'phone-numbers:read',
    ofClients: true,
  },
  { word: 'integrations', path: 'integrations', icon: IconPlug, permission: 'connections:read' },
  { word: 'webhooks', path: 'webhooks', icon: IconWebhook, permission: 'webhooks:read' },
  { word: 'billing', path: 'billing', icon: IconCash, permission: 'invoices:read' },
  { word: 'users', path: 'users', icon: IconUsers, permission: 'users:read' },
  { word: 'system', path: 'system', icon: IconServer, permission: 'system:read' },
]
