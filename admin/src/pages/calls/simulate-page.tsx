import {
  Alert,
  Button,
  Card,
  Group,
  List,
  Radio,
  SegmentedControl,
  Select,
  Stack,
  Text,
  Textarea,
} from '@mantine/core'
import { IconPhoneOutgoing } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApi } from '../../api/api.ts'
import { useMay } from '../../session/session.ts'
import { LoadingRows } from '../../ui/loading.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { ThingLink } from '../../ui/thing-link.tsx'
import { useCallWords } from '../../words/calls.ts'
import { CallView } from './call-page.tsx'
import type { SimulatedCall, SimulationStage } from './call-types.ts'

type Tongue = 'de' | 'en'

const SPEEDS = [1, 4, 10] as const
/** Milliseconds between looks at a simulated call that goes on. */
const LOOK_AGAIN = 1_000

/** Has somebody ring, and shows the call as it happens. */
export function SimulatePage() {
  const say = useCallWords()
  const api = useApi()
  const may = useMay()
  const { data, error, refetch } = api.useQuery('get', '/v1/simulated-calls/stage')
  return (
    <>
      <PageHead title={say('sim.title')} about={say('sim.about')} />
      {error ? <ProblemNote thrown={error} retry={() => void refetch()} /> : null}
      {!data && !error && <LoadingRows />}
      {data && data.numbers.length === 0 && <Alert color="blue">{say('sim.unavailable')}</Alert>}
      {data && data.numbers.length > 0 && may('calls:write') && <Simulator stage={data} />}
    </>
  )
}

function Simulator({ stage }: { stage: SimulationStage }) {
  const api = useApi()
  const [started, setStarted] = useState<SimulatedCall>()
  const ring = api.useMutation('post', '/v1/simulated-calls', { onSuccess: setStarted })
  return (
    <Stack>
      <Wish stage={stage} busy={ring.isPending} onRing={(body) => ring.mutate({ body })} />
      {ring.error ? <ProblemNote thrown={ring.error} /> : null}
      {started && <Running key={started.id} started={started} />}
    </Stack>
  )
}

interface RingBody {
  phone_number: string
  speed: number
  script?: string
  lines?: string[]
  language?: Tongue
}

type Kind = 'script' | 'lines'

function Wish({
  stage,
  busy,
  onRing,
}: {
  stage: SimulationStage
  busy: boolean
  onRing: (body: RingBody) => void
}) {
  const say = useCallWords()
  const { i18n } = useTranslation()
  const [kind, setKind] = useState<Kind>('script')
  const [script, setScript] = useState(stage.scripts[0]?.name ?? '')
  const [lines, setLines] = useState(say('sim.example'))
  const [language, setLanguage] = useState<Tongue>(i18n.language === 'de' ? 'de' : 'en')
  const spoken = lines
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const said = kind === 'script' ? { script } : { lines: spoken, language }
  return (
    <Card withBorder component="section">
      <Stack>
        <SegmentedControl
          value={kind}
          onChange={(value) => setKind(value as Kind)}
          data={[
            { value: 'script', label: say('sim.script') },
            { value: 'lines', label: say('sim.lines') },
          ]}
        />
        {kind === 'script' ? (
          <Scripts stage={stage} value={script} onChange={setScript} />
        ) : (
          <Lines lines={lines} onLines={setLines} language={language} onLanguage={setLanguage} />
        )}
        <Dial
          stage={stage}
          busy={busy}
          ready={kind === 'script' || spoken.length > 0}
          onRing={(dialled) => onRing({ ...said, ...dialled })}
        />
      </Stack>
    </Card>
  )
}

interface ScriptsProps {
  stage: SimulationStage
  value: string
  onChange: (name: string) => void
}

function Scripts({ stage, value, onChange }: ScriptsProps) {
  const say = useCallWords()
  const { i18n } = useTranslation()
  return (
    <Radio.Group value={value} onChange={onChange} label={say('sim.script')}>
      <Stack gap="xs" mt="xs">
        {stage.scripts.map(({ name, about, language }) => (
          <Radio
            key={name}
            value={name}
            label={i18n.language === 'de' ? about.de : about.en}
            description={language === 'de' ? 'Deutsch' : 'English'}
          />
        ))}
      </Stack>
    </Radio.Group>
  )
}

interface LinesProps {
  lines: string
  onLines: (lines: string) => void
  language: Tongue
  onLanguage: (language: Tongue) => void
}

function Lines({ lines, onLines, language, onLanguage }: LinesProps) {
  const say = useCallWords()
  return (
    <>
      <Textarea
        label={say('sim.linesLabel')}
        description={say('sim.linesHint')}
        value={lines}
        onChange={({ currentTarget }) => onLines(currentTarget.value)}
        autosize
        minRows={5}
      />
      <Select
        label={say('sim.language')}
        data={[
          { value: 'de', label: 'Deutsch' },
          { value: 'en', label: 'English' },
        ]}
        value={language}
        allowDeselect={false}
        onChange={(value) => onLanguage(value === 'en' ? 'en' : 'de')}
        maw={260}
      />
    </>
  )
}

interface DialProps {
  stage: SimulationStage
  busy: boolean
  ready: boolean
  onRing: (dialled: Pick<RingBody, 'phone_number' | 'speed'>) => void
}

function Dial({ stage, busy, ready, onRing }: DialProps) {
  const say = useCallWords()
  const [number, setNumber] = useState(stage.numbers[0]?.number ?? '')
  const [speed, setSpeed] = useState(4)
  return (
    <Group align="end">
      <Select
        label={say('sim.number')}
        data={stage.numbers.map((each) => each.number)}
        value={number}
        allowDeselect={false}
        onChange={(value) => setNumber(value ?? '')}
      />
      <Select
        label={say('sim.speed')}
        data={SPEEDS.map((each) => ({
          value: String(each),
          label: each === 1 ? say('sim.realTime') : say('sim.speedTimes', { count: each }),
        }))}
        value={String(speed)}
        allowDeselect={false}
        onChange={(value) => setSpeed(Number(value))}
        w={260}
      />
      <Button
        loading={busy}
        disabled={!ready}
        leftSection={<IconPhoneOutgoing size={16} aria-hidden />}
        onClick={() => onRing({ phone_number: number, speed })}
      >
        {say('sim.start')}
      </Button>
    </Group>
  )
}

/** The call as it goes on, and what the simulator has to say of it. */
function Running({ started }: { started: SimulatedCall }) {
  const say = useCallWords()
  const api = useApi()
  const { data = started } = api.useQuery(
    'get',
    '/v1/simulated-calls/{id}',
    { params: { path: { id: started.id } } },
    { refetchInterval: ({ state }) => (state.data && state.data.state !== 'running' ? false : LOOK_AGAIN) },
  )
  const [first, ...others] = data.call_ids
  return (
    <Stack>
      {data.state === 'failed' ? (
        <Alert color="red" title={say('sim.failed')}>
          {data.problem}
        </Alert>
      ) : (
        <Group role="status">
          <Text size="sm">{say(data.state === 'running' ? 'sim.running' : 'sim.over')}</Text>
          {first && (
            <ThingLink kind="call" id={first}>
              {say('sim.open')}
            </ThingLink>
          )}
          {others.map((id) => (
            <ThingLink key={id} kind="call" id={id}>
              {say('sim.more')}
            </ThingLink>
          ))}
        </Group>
      )}
      {data.not_understood.length > 0 && (
        <Alert color="yellow" title={say('sim.notUnderstood')}>
          <List size="sm">
            {data.not_understood.map((line) => (
              <List.Item key={line}>{line}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      {first && <CallView id={first} embedded />}
    </Stack>
  )
}
