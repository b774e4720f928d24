import { Container, Stack } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { ApiContext } from '../../api/api.ts'
import { TenantContext, useSession } from '../../session/session.ts'
import { useTenantApi } from '../../shell/use-tenant-api.ts'
import { AppLink } from '../../ui/links.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { useWelcomeWords } from '../../words/welcome.ts'
import { ClientStep } from './welcome-client.tsx'
import { ClientSetup } from './welcome-setup.tsx'

/** From an agency to a client whose phone is answered. How far it has come is read from what is there, not kept. */
export function WelcomePage() {
  const say = useWelcomeWords()
  const { client: id } = useSearch({ from: '/signed-in/welcome' })
  const { tenants } = useSession()
  const client = tenants.find((each) => each.id === id)
  const agency = tenants.find(({ kind }) => kind !== 'client')
  const { api, queries } = useTenantApi(id)
  return (
    <Container size="sm" py="xl" component="main">
      <PageHead title={say('title')} about={say('about')}>
        <AppLink to="/">{say('leave')}</AppLink>
      </PageHead>
      <Stack gap="md">
        {client ? (
          <ApiContext value={api}>
            <TenantContext value={client}>
              <QueryClientProvider client={queries} key={client.id}>
                <ClientSetup agencyId={client.parent_id ?? agency?.id} />
              </QueryClientProvider>
            </TenantContext>
          </ApiContext>
        ) : (
          <ClientStep agency={agency} />
        )}
      </Stack>
    </Container>
  )
}
