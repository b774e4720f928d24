import { Button, Group, Select, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { apiFor, useApi } from '../../api/api.ts'
import { useTenant } from '../../session/session.ts'
import { AppLink } from '../../ui/links.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { Unread } from '../../ui/unread.tsx'
import { bodyOr } from '../../ui/use-saved.ts'
import { useWelcomeWords } from '../../words/welcome.ts'
import type { Place } from './setup-types.ts'
import { useStep } from './use-step.ts'

interface Line {
  id: string
  name: string
  /** Rings without anybody's account. */
  sandbox: boolean
}

/** Over which account calls come in, and the number that is called. */
export function ConnectStep({ place, agencyId }: { place: Place; agencyId: string | undefined }) {
  const say = useWelcomeWords()
  const tenant = useTenant()
  const lines = useLines(agencyId)
  if (!lines.data) return <Unread of={[lines]} rows={2} />
  if (lines.data.length === 0)
    return (
      <>
        <Text size="sm">{say('connect.none')}</Text>
        <AppLink to={`/c/${tenant.id}/integrations` as '/'}>{say('connect.integrations')}</AppLink>
      </>
    )
  return <NumberForm place={place} lines={lines.data} />
}

function NumberForm({ place, lines }: { place: Place; lines: readonly Line[] }) {
  const say = useWelcomeWords()
  const api = useApi()
  const { run, failure, busy } = useStep()
  const [chosen, setChosen] = useState(lines.find(({ sandbox }) => sandbox)?.id ?? lines[0]?.id ?? '')
  const line = lines.find(({ id }) => id === chosen)
  const [number, setNumber] = useState(line?.sandbox ? anyNumber() : '')
  const add = () =>
    run(async () =>
      bodyOr(
        await api.client.POST('/v1/phone-numbers', {
          body: { number: number.replaceAll(/[^+\d]/g, ''), location_id: place.id, connection_id: chosen },
        }),
      ),
    )
  return (
    <>
      <Select
        label={say('connect.over')}
        allowDeselect={false}
        data={lines.map(({ id, name }) => ({ value: id, label: name }))}
        value={chosen}
        onChange={(id) => id && setChosen(id)}
      />
      <TextInput
        label={say('connect.number')}
        description={line?.sandbox ? say('connect.sandbox') : say('connect.real')}
        type="tel"
        value={number}
        onChange={({ currentTarget: { value } }) => setNumber(value)}
      />
      {failure !== undefined && <ProblemNote thrown={failure} />}
      <Group>
        <Button loading={busy} disabled={!number} onClick={() => void add()}>
          {say('next')}
        </Button>
      </Group>
    </>
  )
}

/** Accounts over which calls come in: the client's own, and those that its agency shares. */
function useLines(agencyId: string | undefined) {
  const api = useApi()
  return useQuery({
    queryKey: ['lines', agencyId],
    queryFn: async (): Promise<Line[]> => {
      const plugins = bodyOr(await api.client.GET('/v1/plugins')).data
      const speaks = new Set(
        plugins.filter(({ provides }) => provides?.includes('telephony')).map(({ id }) => id),
      )
      const own = bodyOr(await api.client.GET('/v1/connections')).data
      const agency = agencyId ? bodyOr(await apiFor(agencyId).client.GET('/v1/connections')).data : []
      return [...own, ...agency.filter(({ shared }) => shared)]
        .filter(({ plugin, state }) => speaks.has(plugin) && state.is === 'ready')
        .map(({ id, name, settings }) => ({ id, name, sandbox: isLocal(settings.base_url) }))
    },
  })
}

/** A stand-in on this machine is asked instead of the provider. */
const isLocal = (url: unknown): boolean =>
  typeof url === 'string' && URL.canParse(url) && /^(localhost|127\.)/.test(new URL(url).hostname)

/** Of the range that is kept free in Berlin for films and tests. */
const anyNumber = (): string => `+4930231250${String(Math.floor(Math.random() * 90) + 10)}`
