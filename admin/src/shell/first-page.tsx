import { Center, Text } from '@mantine/core'
import { Navigate } from '@tanstack/react-router'
import { useSession } from '../session/session.ts'
import { useCommonWords } from '../words/common.ts'
import { lastTenant } from './last-tenant.ts'

/** Leads to the client that was looked at last, else to the first. */
export function FirstPage() {
  const say = useCommonWords()
  const { tenants } = useSession()
  const tenant = tenants.find(({ id }) => id === lastTenant()) ?? tenants[0]
  if (tenant) return <Navigate to="/c/$tenant" params={{ tenant: tenant.id }} replace />
  return (
    <Center mih="60vh">
      <Text>{say('noAccess')}</Text>
    </Center>
  )
}
