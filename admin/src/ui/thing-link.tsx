import type { ReactNode } from 'react'
import { useTenant } from '../session/session.ts'
import { AppLink } from './links.tsx'

/** Where things have their pages, below `/c/$tenant`. */
const PLACES = {
  call: 'calls',
  appointment: 'appointments',
  customer: 'customers',
  service: 'services',
  resource: 'staff',
  connection: 'integrations',
  invoice: 'billing/invoices',
  plan: 'billing/plans',
} as const

interface Props {
  kind: keyof typeof PLACES
  id: string
  children: ReactNode
}

/** A link to a thing's own page, from wherever it is mentioned. */
export function ThingLink({ kind, id, children }: Props) {
  const tenant = useTenant()
  return (
    <AppLink inherit to={`/c/${tenant.id}/${PLACES[kind]}/${id}` as '/'}>
      {children}
    </AppLink>
  )
}
