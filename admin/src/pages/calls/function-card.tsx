import { Badge, Code, Collapse, Group, Paper, Text, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useCallWords } from '../../words/calls.ts'
import type { CallDetail } from './call-types.ts'

const BAD: ReadonlySet<string> = new Set(['trouble', 'unknown_function', 'unknown_number'])
const DONE: ReadonlySet<string> = new Set([
  'booked',
  'rescheduled',
  'cancelled',
  'noted',
  'held',
  'available',
  'known',
  'ok',
])
/** Milliseconds. */
const SLOW = 1_500

const colorOf = (status: string): string => (BAD.has(status) ? 'red' : DONE.has(status) ? 'green' : 'yellow')

const ANSWERS = [
  'known',
  'unknown',
  'withheld',
  'ok',
  'available',
  'alternatives',
  'none',
  'ask',
  'needs_confirmation',
  'held',
  'released',
  'booked',
  'rescheduled',
  'cancelled',
  'noted',
  'refused',
  'not_found',
  'unknown_service',
  'unknown_staff',
  'pending',
  'repeated',
  'trouble',
  'unknown_function',
  'unknown_number',
] as const

/** The status in words; one that is not known here as it is. */
function answerIn(status: string, say: ReturnType<typeof useCallWords>): string {
  const known = ANSWERS.find((each) => each === status)
  return known ? say(`answer.${known}`) : status
}

/** One question to the hub: what was asked, what was answered, how long it took. */
export function FunctionCard({ asked }: { asked: CallDetail['function_calls'][number] }) {
  const say = useCallWords()
  const [opened, { toggle }] = useDisclosure(false)
  const given = Object.entries(asked.arguments)
  return (
    <Paper withBorder p="xs">
      <UnstyledButton onClick={toggle} aria-expanded={opened} w="100%">
        <Group gap="xs" wrap="nowrap" align="center">
          {opened ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
          <Text size="sm" fw={600} ff="monospace" style={{ overflowWrap: 'anywhere' }}>
            {asked.name}
          </Text>
        </Group>
        <Group gap={6} mt={4}>
          <Badge size="sm" variant="light" color={colorOf(asked.status)}>
            {answerIn(asked.status, say)}
          </Badge>
          <Text size="xs" c="dimmed">
            {say('talk.milliseconds', { ms: asked.duration_ms })}
            {asked.duration_ms >= SLOW && ` · ${say('talk.slow')}`}
          </Text>
        </Group>
      </UnstyledButton>
      {given.length > 0 && (
        <Text size="xs" mt={4} style={{ overflowWrap: 'anywhere' }} lineClamp={opened ? 100 : 3}>
          {given.map(([name, value]) => `${name}: ${shown(value)}`).join(' · ')}
        </Text>
      )}
      <Collapse expanded={opened}>
        <Part title={say('talk.speech')} text={asked.result.say || say('talk.none')} />
        <Part title={say('talk.arguments')} code={asked.arguments} />
        <Part title={say('talk.answer')} code={asked.result.data} />
      </Collapse>
    </Paper>
  )
}

const shown = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

function Part({ title, text, code }: { title: string; text?: string; code?: unknown }) {
  return (
    <>
      <Text size="xs" fw={600} mt="xs">
        {title}
      </Text>
      {text !== undefined && <Text size="sm">{text}</Text>}
      {code !== undefined && (
        <Code block tabIndex={0} fz="xs">
          {JSON.stringify(code, null, 2)}
        </Code>
      )}
    </>
  )
}
