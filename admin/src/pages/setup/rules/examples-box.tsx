import { Paper, Stack, Text, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData } from '@tanstack/react-query'
import { useApi } from '../../../api/api.ts'
import { problemOf } from '../../../api/problem.ts'
import { LoadingRows } from '../../../ui/loading.tsx'
import { ProblemNote } from '../../../ui/problem-note.tsx'
import { useFormats } from '../../../words/formats.ts'
import { useRulesWords } from '../../../words/rules.ts'
import { useLanguage } from '../../../words/use-language.ts'
import { CHANGES, type Policy, type Subject } from './policy-values.ts'

interface Props {
  subject: Subject
  /** Rules as they stand in the form. */
  rules: Pick<Policy, 'cancel' | 'reschedule'>
  /** Where whoever it is works: its rules lie above theirs. */
  locationId?: string | undefined
  zone: string
}

/** Milliseconds after the last key. */
const WAIT = 400

/** The rules before they are saved, in the words of the phone. */
export function ExamplesBox({ subject, rules, locationId, zone }: Props) {
  const say = useRulesWords()
  const formats = useFormats()
  const language = useLanguage()
  const [settled] = useDebouncedValue(JSON.stringify(rules), WAIT)
  const location = subject.kind === 'location' ? subject.id : locationId
  const body = {
    kind: subject.kind,
    ...(JSON.parse(settled) as typeof rules),
    language,
    ...(location ? { location_id: location } : {}),
    ...(subject.kind === 'service' ? { service_id: subject.id } : {}),
  }
  const { data, error, isPending } = useApi().useQuery(
    'post',
    '/v1/policies/examples',
    { body },
    { placeholderData: keepPreviousData, staleTime: 60_000 },
  )
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Title order={3} size="h5">
          {say('hears.title')}
        </Title>
        {/* What is half typed is no rule yet: the form says so when it is saved. */}
        {error && problemOf(error).status !== 422 && <ProblemNote thrown={error} />}
        {isPending && <LoadingRows rows={4} />}
        {data && (
          <Text size="xs" c="dimmed">
            {say('hears.about', { time: formats.dateTime(data.start, zone) })}
          </Text>
        )}
        {data &&
          CHANGES.map((change) => (
            <Stack key={change} gap="xs">
              <Text size="sm" fw={600}>
                {say(change)}
              </Text>
              {data[change].map(({ case: name, asked_at: at, text }) => (
                <div key={name}>
                  <Text size="xs" c="dimmed">
                    {say(`hears.${name}`, { time: formats.dateTime(at, zone) })}
                  </Text>
                  <Text size="sm">{say('hears.quote', { text })}</Text>
                </div>
              ))}
            </Stack>
          ))}
      </Stack>
    </Paper>
  )
}
