import { Alert, Button, Group, Loader, Text } from '@mantine/core'
import { IconCalendarCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import { useTenant } from '../../session/session.ts'
import { AppLink } from '../../ui/links.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { Unread } from '../../ui/unread.tsx'
import { bodyOr } from '../../ui/use-saved.ts'
import { When } from '../../ui/when.tsx'
import { useWelcomeWords } from '../../words/welcome.ts'
import { callersLines } from './callers-lines.ts'
import type { Service } from './setup-types.ts'

const LOOK_AGAIN = 1_000

/** Somebody rings and books; the appointment appears here. */
export function CallStep({ service }: { service: Service }) {
  const say = useWelcomeWords()
  const api = useApi()
  const tenant = useTenant()
  const stage = api.useQuery('get', '/v1/simulated-calls/stage')
  const booked = api.useQuery('get', '/v1/appointments', {}, { refetchInterval: LOOK_AGAIN })
  const [appointment] = booked.data?.data ?? []
  if (appointment)
    return (
      <Alert color="green" icon={<IconCalendarCheck aria-hidden />} title={say('call.booked')} role="status">
        <Text size="sm">
          {service.name} · <When at={appointment.start} />
        </Text>
        <Group mt="sm">
          <AppLink to={`/c/${tenant.id}/appointments/${appointment.id}` as '/'}>
            {say('call.appointment')}
          </AppLink>
          <AppLink to={`/c/${tenant.id}/go-live` as '/'}>{say('call.goLive')}</AppLink>
        </Group>
      </Alert>
    )
  if (!stage.data || !booked.data) return <Unread of={[stage, booked]} rows={2} />
  if (stage.data.numbers.length === 0) return <Text size="sm">{say('call.byHand')}</Text>
  return <Ring service={service} />
}

function Ring({ service }: { service: Service }) {
  const say = useWelcomeWords()
  const api = useApi()
  const tenant = useTenant()
  const [id, setId] = useState<string>()
  const [failure, setFailure] = useState<unknown>()
  const call = api.useQuery(
    'get',
    '/v1/simulated-calls/{id}',
    { params: { path: { id: id ?? '' } } },
    { enabled: id !== undefined, refetchInterval: LOOK_AGAIN },
  )
  const language = tenant.language === 'de' ? 'de' : 'en'
  const lines = callersLines(service.name, language)
  const running = call.data?.state === 'running'
  const ring = () =>
    void api.client
      .POST('/v1/simulated-calls', { body: { lines, language, speed: 10 } })
      .then((reply) => setId(bodyOr(reply).id))
      .catch(setFailure)
  return (
    <>
      <Text size="sm">{say('call.about')}</Text>
      {lines.map((line) => (
        <Text key={line} size="sm" fs="italic">
          „{line}“
        </Text>
      ))}
      {failure !== undefined && <ProblemNote thrown={failure} />}
      {call.data?.problem && <Text size="sm">{call.data.problem}</Text>}
      {running && (
        <Group gap="xs" role="status">
          <Loader size="xs" />
          <Text size="sm">{say('call.running')}</Text>
        </Group>
      )}
      <Group>
        <Button loading={running} onClick={ring}>
          {say('call.ring')}
        </Button>
      </Group>
    </>
  )
}
