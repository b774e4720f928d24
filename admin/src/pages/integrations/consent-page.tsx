import { Alert, Container } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { among } from '../../ui/among.ts'
import { ButtonLink } from '../../ui/links.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { useIntegrationWords } from '../../words/integrations.ts'
import { setOutFrom } from './consent.ts'

const OUTCOMES = [
  'ready',
  'retrying',
  'needs_reauth',
  'misconfigured',
  'failed',
  'expired',
  'other_browser',
  'declined',
  'refused',
] as const

/** What came of a consent, and back to where the way to it began. */
export function ConsentPage() {
  const say = useIntegrationWords()
  const { outcome } = useSearch({ from: '/signed-in/consent' })
  const known = among(OUTCOMES, outcome) ?? 'refused'
  return (
    <Container component="main" size="sm" py="xl">
      <PageHead title={say('consent.title')} />
      <Alert
        color={known === 'ready' ? 'green' : known === 'retrying' ? 'yellow' : 'red'}
        role="status"
        mb="lg"
      >
        {say(`consent.${known}`)}
      </Alert>
      <ButtonLink to={(setOutFrom() ?? '/') as '/'}>{say('consent.goOn')}</ButtonLink>
    </Container>
  )
}
