import { Center, Text } from '@mantine/core'
import { Navigate } from '@tanstack/react-router'
import { useSession } from '../session/session.ts'
import { useCommonWords } from '../words/common.ts'
import { lastTenant } from './last-tenant.ts'

/** Leads to the client that was looked at last, else to the first; without a client to where one is set up. */
export function FirstPage() {
  const say = useCommonWords()
  const { tenants } = useSession()
  // The first sign-in of an agency: there is nothing to look at yet.
  if (tenants.length > 0 && tenants.every(({ kind }) => kind === 'agency'))
    return <Navigate to="/welcome" search={{}} replace />
  const tenant = tenants.find(({ id }) => id === lastTenant()) ?? tenants[0]
  if (tenant) return <Navigate to="/c/$tenant" params={{ tenant: tenant.id }} replace />
  return (
    <Center mih="60vh">
      <Text>{say('noAccess')}</Text>
    </Center>
  )
}
