import type { ReactNode } from 'react'
import { useMay, useTenant } from '../session/session.ts'
import { AppLink } from './links.tsx'

/** Where things have their pages, below `/c/$tenant`, and what a role needs to see them. */
const PLACES = {
  call: ['calls', 'calls:read'],
  appointment: ['appointments', 'appointments:read'],
  customer: ['customers', 'customers:read'],
  service: ['services', 'services:read'],
  resource: ['staff', 'resources:read'],
  connection: ['integrations', 'connections:read'],
  invoice: ['billing/invoices', 'invoices:read'],
  plan: ['billing/plans', 'plans:read'],
} as const

interface Props {
  kind: keyof typeof PLACES
  id: string
  children: ReactNode
}

/** A link to a thing's own page, from wherever it is mentioned; to a role that may not see it, what it is called. */
export function ThingLink({ kind, id, children }: Props) {
  const tenant = useTenant()
  const may = useMay()
  const [place, permission] = PLACES[kind]
  if (!may(permission)) return children
  return (
    <AppLink inherit to={`/c/${tenant.id}/${place}/${id}` as '/'}>
      {children}
    </AppLink>
  )
}
