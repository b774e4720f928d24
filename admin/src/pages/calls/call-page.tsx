import { Grid, Stack } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useApi } from '../../api/api.ts'
import { useLiveQueries } from '../../api/live.ts'
import { useTenant } from '../../session/session.ts'
import { LiveMark } from '../../ui/live-mark.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Unread } from '../../ui/unread.tsx'
import { useCallWords } from '../../words/calls.ts'
import { useFormats } from '../../words/formats.ts'
import { AnalysisBox } from './analysis-box.tsx'
import { CallBadges } from './call-badges.tsx'
import { CallFacts } from './call-facts.tsx'
import type { CallDetail } from './call-types.ts'
import { Conversation } from './conversation.tsx'
import { ReviewBox } from './review-box.tsx'
import { useWho } from './who.ts'
import { WhyBox } from './why-box.tsx'

const FOLLOWED = ['call.', 'appointment.'] as const
const SHOWN = ['/v1/calls/{id}', '/v1/appointments'] as const

/** One call: what was said beside what the hub was asked, what came of it, and why it went wrong. */
export function CallPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  return <CallView key={id} id={id} />
}

/** `embedded`: below the head of another page. */
export function CallView({ id, embedded = false }: { id: string; embedded?: boolean }) {
  const api = useApi()
  const { i18n } = useTranslation()
  const live = useLiveQueries(FOLLOWED, SHOWN)
  const language = i18n.language === 'de' ? ('de' as const) : ('en' as const)
  const { data, error, refetch } = api.useQuery('get', '/v1/calls/{id}', {
    params: { path: { id }, query: { language } },
  })
  if (!data) return <Unread of={[{ error, refetch }]} rows={6} />
  return (
    <>
      {!embedded && <Head call={data} live={live} />}
      <Parts call={data} />
    </>
  )
}

function Head({ call, live }: { call: CallDetail; live: boolean }) {
  const say = useCallWords()
  const formats = useFormats()
  const tenant = useTenant()
  const who = useWho()
  const at = call.started_at ?? call.created_at
  return (
    <PageHead
      title={say(call.direction === 'outbound' ? 'one.titleOut' : 'one.title', { who: who(call) })}
      about={`${formats.dateTime(at, tenant.zone)} (${tenant.zone})`}
    >
      <CallBadges call={call} />
      <LiveMark live={live} />
    </PageHead>
  )
}

const Parts = ({ call }: { call: CallDetail }) => (
  <Grid gap="lg">
    <Grid.Col span={{ base: 12, lg: 8 }} order={{ base: 2, lg: 1 }}>
      <Conversation call={call} />
    </Grid.Col>
    <Grid.Col span={{ base: 12, lg: 4 }} order={{ base: 1, lg: 2 }}>
      <Stack>
        <WhyBox call={call} />
        <ReviewBox call={call} />
        <CallFacts call={call} />
        <AnalysisBox call={call} />
      </Stack>
    </Grid.Col>
  </Grid>
)
