import { Button, Card, Group, Stack, Text, ThemeIcon, Title } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconCloudOff, IconPhoneX } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useApi } from '../../api/api.ts'
import { readAnew } from '../../api/live.ts'
import { useMay, useTenant } from '../../session/session.ts'
import { askFirst } from '../../ui/ask-first.tsx'
import { ButtonLink } from '../../ui/links.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { ThingLink } from '../../ui/thing-link.tsx'
import { When } from '../../ui/when.tsx'
import { useCommonWords } from '../../words/common.ts'
import { useDeskWords } from '../../words/desk.ts'
import { useFormats } from '../../words/formats.ts'
import { useLanguage } from '../../words/use-language.ts'
import { type ClientDay, type ListedAppointment, nameOf, type Task } from './desk-types.ts'

type Action = Task['actions'][number]

const SHOWN = ['/v1/tasks', '/v1/overview', '/v1/appointments', '/v1/calendar']

/** What cannot go on without somebody, each with what mends it. */
export function Attention({ day }: { day: ClientDay | undefined }) {
  const say = useDeskWords()
  const tenant = useTenant()
  const { tasks, unsynced, error } = useOpen()
  const review = day?.calls_to_review ?? 0
  const isCalm = !error && tasks?.length === 0 && unsynced?.length === 0 && review === 0
  return (
    <section aria-labelledby="attention">
      <Title order={2} size="h4" mb="sm" id="attention">
        {say('home.attention')}
      </Title>
      <Stack gap="sm">
        {error && <ProblemNote thrown={error} />}
        {isCalm && (
          <Group gap="xs">
            <ThemeIcon color="green" variant="light">
              <IconCircleCheck size={18} aria-hidden />
            </ThemeIcon>
            <Text>{say('home.calm')}</Text>
          </Group>
        )}
        {tasks?.map((task) => (
          <TaskCard key={task.id} task={task} />
        ))}
        {unsynced?.map((appointment) => (
          <UnsyncedCard key={appointment.id} appointment={appointment} />
        ))}
        {review > 0 && (
          <Item icon={<IconPhoneX size={18} aria-hidden />} text={say('home.review', { count: review })}>
            <ButtonLink
              size="xs"
              to="/c/$tenant/calls"
              params={{ tenant: tenant.id }}
              search={{ review: 'open' }}
            >
              {say('home.openCalls')}
            </ButtonLink>
          </Item>
        )}
      </Stack>
    </section>
  )
}

function useOpen() {
  const api = useApi()
  const may = useMay()
  const language = useLanguage()
  const tenant = useTenant()
  const tasks = api.useQuery(
    'get',
    '/v1/tasks',
    { params: { query: { state: 'open', language, limit: 50 } } },
    { enabled: may('tasks:read') },
  )
  const unsynced = api.useQuery(
    'get',
    '/v1/appointments',
    { params: { query: { unsynced: true, from: startOfHour(), limit: 20 } } },
    { enabled: may('appointments:read') && tenant.kind === 'client' },
  )
  const told = new Set(tasks.data?.data.map(({ about }) => about.appointment_id))
  return {
    tasks: tasks.data?.data,
    unsynced:
      tenant.kind === 'client' ? unsynced.data?.data.filter(({ id }) => !told.has(id)) : ([] as const),
    error: tasks.error ?? unsynced.error,
  }
}

/** The same for a while, so that the question stays the same. */
const startOfHour = (): string => new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000).toISOString()

function Item({ icon, text, about, children }: ItemProps) {
  return (
    <Card withBorder padding="sm">
      <Group justify="space-between" align="flex-start" gap="sm">
        <Group gap="sm" align="flex-start" wrap="nowrap" flex={1} miw={220}>
          <ThemeIcon color="orange" variant="light">
            {icon}
          </ThemeIcon>
          <div>
            <Text size="sm" fw={500}>
              {text}
            </Text>
            {about && (
              <Text size="xs" c="dimmed" component="div">
                {about}
              </Text>
            )}
          </div>
        </Group>
        <Group gap="xs">{children}</Group>
      </Group>
    </Card>
  )
}

interface ItemProps {
  icon: ReactNode
  text: string
  about?: ReactNode
  children: ReactNode
}

function TaskCard({ task }: { task: Task }) {
  const say = useDeskWords()
  const may = useMay()
  const { run, busy, thrown } = useFix()
  const { appointment_id, call_id, connection_id, invoice_id } = task.about
  const close = { name: 'dismiss', method: 'POST', path: `/v1/tasks/${task.id}/dismiss`, body: {} }
  const about = (
    <Group gap="sm">
      <When at={task.opened_at} as="relative" />
      {appointment_id && (
        <ThingLink kind="appointment" id={appointment_id}>
          {say('list.title')}
        </ThingLink>
      )}
      {call_id && (
        <ThingLink kind="call" id={call_id}>
          {say('one.call')}
        </ThingLink>
      )}
      {connection_id && (
        <ThingLink kind="connection" id={connection_id}>
          {say('one.connection')}
        </ThingLink>
      )}
      {invoice_id && (
        <ThingLink kind="invoice" id={invoice_id}>
          {say('action.open')}
        </ThingLink>
      )}
    </Group>
  )
  return (
    <Stack gap={4}>
      <Item icon={<IconAlertTriangle size={18} aria-hidden />} text={task.text} about={about}>
        {task.actions.map((action, at) => (
          <FixButton
            key={`${action.name} ${action.path} ${JSON.stringify(action.body ?? {})}`}
            action={action}
            connectionId={connection_id}
            isFirst={at === 0}
            busy={busy}
            onRun={() => void run(action)}
          />
        ))}
        {may('tasks:write') && (
          <Button size="xs" variant="subtle" disabled={busy} onClick={() => void run(close)}>
            {say('action.dismiss')}
          </Button>
        )}
      </Item>
      {thrown !== undefined && <ProblemNote thrown={thrown} />}
    </Stack>
  )
}

const NAMES = ['authorize', 'enter_settings', 'check', 'retry', 'agree', 'decline', 'cancel'] as const

interface FixProps {
  action: Action
  connectionId: string | undefined
  isFirst: boolean
  busy: boolean
  onRun: () => void
}

/** Does what the task names; what needs a page of its own leads there. */
function FixButton({ action, connectionId, isFirst, busy, onRun }: FixProps) {
  const say = useDeskWords()
  const common = useCommonWords()
  const formats = useFormats()
  const tenant = useTenant()
  const may = useMay()
  const name = NAMES.find((each) => each === action.name)
  const start = action.body?.start
  const label =
    action.name === 'move' && typeof start === 'string'
      ? say('action.move', { time: formats.dateTime(start, tenant.zone) })
      : name
        ? say(`action.${name}`)
        : action.name
  const variant = isFirst ? 'filled' : 'default'
  if (!may(`${nounOf(action.path)}:write`)) return null
  if ((action.name === 'enter_settings' || action.name === 'authorize') && connectionId)
    return (
      <ButtonLink size="xs" variant={variant} to={`/c/${tenant.id}/integrations/${connectionId}` as '/'}>
        {label}
      </ButtonLink>
    )
  const run = () =>
    action.name === 'cancel'
      ? askFirst({
          title: say('do.cancelTitle'),
          text: say('action.cancelText'),
          does: say('do.cancelDo'),
          cancel: common('cancel'),
          run: onRun,
        })
      : onRun()
  return (
    <Button size="xs" variant={variant} loading={busy} onClick={run}>
      {label}
    </Button>
  )
}

/** `/v1/appointments/…` is about `appointments`. */
const nounOf = (path: string): string => path.split('/')[2] ?? ''

/** Tasks name requests to the API; they are sent as they stand. */
function useFix() {
  const { client } = useApi()
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [thrown, setThrown] = useState<unknown>()
  async function run({ method, path, body }: Pick<Action, 'method' | 'path' | 'body'>): Promise<void> {
    setBusy(true)
    const send = method === 'PATCH' ? client.PATCH : client.POST
    const { error } = await (send as SendAny)(path, { body: body ?? {} }).catch((failure: unknown) => ({
      error: failure,
    }))
    setThrown(error)
    await readAnew(queries, SHOWN)
    setBusy(false)
  }
  return { run, busy, thrown }
}

type SendAny = (path: string, init: { body: unknown }) => Promise<{ error?: unknown }>

function UnsyncedCard({ appointment }: { appointment: ListedAppointment }) {
  const say = useDeskWords()
  const may = useMay()
  const { run, busy, thrown } = useFix()
  const path = `/v1/appointments/${appointment.id}/write-entries`
  return (
    <Stack gap={4}>
      <Item
        icon={<IconCloudOff size={18} aria-hidden />}
        text={say('home.unsynced')}
        about={
          <ThingLink kind="appointment" id={appointment.id}>
            {nameOf(appointment, say('list.anonymous'))}, <When at={appointment.start} />
          </ThingLink>
        }
      >
        {may('appointments:write') && (
          <Button
            size="xs"
            loading={busy}
            onClick={() => void run({ method: 'POST', path, body: undefined as never })}
          >
            {say('action.writeAgain')}
          </Button>
        )}
      </Item>
      {thrown !== undefined && <ProblemNote thrown={thrown} />}
    </Stack>
  )
}
