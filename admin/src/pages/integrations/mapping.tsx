import { Alert, Badge, Button, Group, Paper, Select, SimpleGrid, Stack, Switch, Text } from '@mantine/core'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { useMay } from '../../session/session.ts'
import { among } from '../../ui/among.ts'
import { askFirst } from '../../ui/ask-first.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { Unread } from '../../ui/unread.tsx'
import { useRefresh, useTelling } from '../../ui/use-refresh.ts'
import { useCommonWords } from '../../words/common.ts'
import { useIntegrationWords } from '../../words/integrations.ts'

type Proposal = Shape<'MappingProposal'>
type CalendarLink = Shape<'CalendarLink'>

interface Named {
  id: string
  name: string
}

/** Which of the provider's calendars (or event types) are whose, and for which service. */
export function Mapping({ connectionId }: { connectionId: string }) {
  const say = useIntegrationWords()
  const api = useApi()
  const proposals = api.useQuery('get', '/v1/connections/{id}/mapping-proposal', {
    params: { path: { id: connectionId } },
  })
  const links = api.useQuery('get', '/v1/calendar-links')
  const resources = api.useQuery('get', '/v1/resources')
  const services = api.useQuery('get', '/v1/services')
  if (!proposals.data || !links.data || !resources.data || !services.data)
    return <Unread of={[proposals, links, resources, services]} rows={6} />
  const { data, unmatched } = proposals.data
  const names = [...unmatched.services, ...unmatched.resources].map(({ name }) => name).join(', ')
  const own = links.data.data.filter((link) => link.connection_id === connectionId)
  return (
    <Stack>
      <Text c="dimmed" size="sm" maw={720}>
        {say('mapping.about')}
      </Text>
      <LinkAll proposals={data} />
      {data.length === 0 && <Empty title={say('mapping.none')} />}
      {data.map((proposal) => (
        <CalendarCard
          key={proposal.calendar}
          connectionId={connectionId}
          proposal={proposal}
          links={own.filter(({ calendar }) => calendar === proposal.calendar)}
          resources={resources.data.data}
          services={services.data.data}
        />
      ))}
      {names && <Alert color="gray">{say('mapping.unmatched', { names })}</Alert>}
    </Stack>
  )
}

function LinkAll({ proposals }: { proposals: readonly Proposal[] }) {
  const say = useIntegrationWords()
  const api = useApi()
  const may = useMay()
  const refresh = useRefresh()
  const { failed } = useTelling()
  const create = api.useMutation('post', '/v1/calendar-links')
  const open = proposals.flatMap(({ link, linked }) => (link && !linked ? [link] : []))
  if (open.length < 2 || !may('calendar-links:write')) return null
  const linkAll = async () => {
    try {
      for (const body of open) await create.mutateAsync({ body })
    } catch (thrown) {
      failed(thrown)
    }
    await refresh()
  }
  return (
    <Group>
      <Button loading={create.isPending} onClick={() => void linkAll()}>
        {say('mapping.linkAll')}
      </Button>
    </Group>
  )
}

interface CardProps {
  connectionId: string
  proposal: Proposal
  links: readonly CalendarLink[]
  resources: readonly Named[]
  services: readonly Named[]
}

function CalendarCard(props: CardProps) {
  const say = useIntegrationWords()
  const may = useMay()
  const { proposal, links } = props
  const { name, owner, minutes } = proposal
  const about = [
    owner && say('mapping.owner', { owner }),
    minutes && say('mapping.lengths', { minutes: minutes.join(', ') }),
  ].filter(Boolean)
  return (
    <Paper withBorder p="md" component="article" aria-label={name}>
      <Group justify="space-between" align="flex-start" mb="sm">
        <div>
          <Text fw={600}>{name}</Text>
          <Text size="sm" c="dimmed">
            {about.join(' · ')}
          </Text>
        </div>
        {links.length > 0 ? (
          <Badge color="green" variant="light">
            {say('mapping.linked')}
          </Badge>
        ) : (
          proposal.link && <Badge variant="light">{say('mapping.proposed')}</Badge>
        )}
      </Group>
      {links.map((link) => (
        <Linked key={link.id} link={link} {...props} />
      ))}
      {links.length === 0 && may('calendar-links:write') && <NewLink {...props} />}
    </Paper>
  )
}

function Linked({ link, proposal, resources, services }: CardProps & { link: CalendarLink }) {
  const say = useIntegrationWords()
  const common = useCommonWords()
  const may = useMay()
  const api = useApi()
  const refresh = useRefresh()
  const { failed } = useTelling()
  const remove = api.useMutation('delete', '/v1/calendar-links/{id}', {
    onSuccess: refresh,
    onError: failed,
  })
  const nameOf = (all: readonly Named[], id: string | null) =>
    id === null ? say('mapping.any') : (all.find((one) => one.id === id)?.name ?? common('unknown'))
  const does = [link.reads && say('mapping.reads'), link.writes && say('mapping.writes')].filter(Boolean)
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text size="sm">
        {nameOf(resources, link.resource_id)} · {nameOf(services, link.service_id)}
        <Text span c="dimmed" size="sm">
          {' '}
          ({does.join(', ')})
        </Text>
      </Text>
      {may('calendar-links:write') && (
        <Button
          variant="default"
          size="xs"
          loading={remove.isPending}
          onClick={() =>
            askFirst({
              title: say('mapping.unlinkTitle', { name: proposal.name }),
              text: say('mapping.unlinkText'),
              does: say('mapping.unlink'),
              cancel: common('cancel'),
              run: () => remove.mutate({ params: { path: { id: link.id } } }),
            })
          }
        >
          {say('mapping.unlink')}
        </Button>
      )}
    </Group>
  )
}

const BECAUSE = {
  same_name: 'mapping.because.same_name',
  similar_name: 'mapping.because.similar_name',
  same_length: 'mapping.because.same_length',
  named_after: 'mapping.because.named_after',
  only_one: 'mapping.because.only_person',
} as const
const WARNINGS = ['length_differs', 'nobody_found', 'read_only'] as const

const choices = (all: readonly Named[]) => all.map(({ id, name }) => ({ value: id, label: name }))

/** Why this is proposed, and what does not fit. */
function Grounds({ proposal }: { proposal: Proposal }) {
  const say = useIntegrationWords()
  const because = Object.entries(BECAUSE).flatMap(([word, key]) =>
    proposal.because.includes(word) ? [say(key)] : [],
  )
  return (
    <>
      {because.length > 0 && (
        <Text size="sm" c="dimmed">
          {because.join(', ')}
        </Text>
      )}
      {proposal.warnings.map((word) => {
        const known = among(WARNINGS, word)
        return (
          <Text key={word} size="sm">
            {known ? say(`mapping.warning.${known}`) : word}
          </Text>
        )
      })}
    </>
  )
}

interface Choice {
  resource: string | null
  service: string | null
  reads: boolean
  writes: boolean
}

const choiceOf = ({ link, writable }: Proposal): Choice => ({
  resource: link?.resource_id ?? null,
  service: link?.service_id ?? null,
  reads: link?.reads ?? true,
  writes: link?.writes ?? writable,
})

function NewLink({ connectionId, proposal, resources, services }: CardProps) {
  const say = useIntegrationWords()
  const refresh = useRefresh()
  const [choice, setChoice] = useState(choiceOf(proposal))
  const create = useApi().useMutation('post', '/v1/calendar-links', { onSuccess: refresh })
  const { resource, service, reads, writes } = choice
  const change = (part: Partial<Choice>) => setChoice({ ...choice, ...part })
  const link = () =>
    create.mutate({
      body: {
        connection_id: connectionId,
        calendar: proposal.calendar,
        ...(resource ? { resource_id: resource } : {}),
        ...(service ? { service_id: service } : {}),
        ...(proposal.link?.segment ? { segment: proposal.link.segment } : {}),
        reads,
        writes,
      },
    })
  const select = { placeholder: say('mapping.any'), clearable: true, searchable: true }
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select
          label={say('mapping.resource')}
          data={choices(resources)}
          value={resource}
          onChange={(id) => change({ resource: id })}
          {...select}
        />
        <Select
          label={say('mapping.service')}
          data={choices(services)}
          value={service}
          onChange={(id) => change({ service: id })}
          {...select}
        />
      </SimpleGrid>
      <DoesSwitches choice={choice} change={change} writable={proposal.writable} />
      <Grounds proposal={proposal} />
      {create.error && <ProblemNote thrown={create.error} />}
      <Group>
        <Button size="xs" loading={create.isPending} onClick={link}>
          {say('mapping.link')}
        </Button>
      </Group>
    </Stack>
  )
}

interface SwitchProps {
  choice: Choice
  change: (part: Partial<Choice>) => void
  writable: boolean
}

function DoesSwitches({ choice, change, writable }: SwitchProps) {
  const say = useIntegrationWords()
  return (
    <Group gap="lg">
      <Switch
        label={say('mapping.reads')}
        checked={choice.reads}
        onChange={(event) => change({ reads: event.currentTarget.checked })}
      />
      <Switch
        label={say('mapping.writes')}
        checked={choice.writes}
        disabled={!writable}
        onChange={(event) => change({ writes: event.currentTarget.checked })}
      />
    </Group>
  )
}
