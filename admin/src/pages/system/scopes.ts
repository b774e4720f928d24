const WRITTEN = [
  'api-keys',
  'appointments',
  'billing-details',
  'calendar-links',
  'calls',
  'connections',
  'customers',
  'invoices',
  'jobs',
  'locations',
  'payers',
  'phone-numbers',
  'plans',
  'policies',
  'resources',
  'schedules',
  'services',
  'subscriptions',
  'tasks',
  'tenants',
  'usage',
  'users',
  'voice-agents',
  'webhooks',
] as const
const READ = ['availability', 'events', 'payloads', 'system'] as const

/** What a key can be allowed, offered while one types; the hub decides what there is. */
export const SCOPES: readonly string[] = [
  '*',
  ...WRITTEN.flatMap((noun) => [`${noun}:read`, `${noun}:write`]),
  ...READ.map((noun) => `${noun}:read`),
]
