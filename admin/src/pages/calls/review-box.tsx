import { Button, Card, Group, Text, Textarea, Title } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import { readAnew } from '../../api/live.ts'
import { useMay, useTenant } from '../../session/session.ts'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useCallWords } from '../../words/calls.ts'
import { useFormats } from '../../words/formats.ts'
import type { CallDetail } from './call-types.ts'

/** Whether somebody should look at the call, and what they said when they had. */
export function ReviewBox({ call }: { call: CallDetail }) {
  const say = useCallWords()
  const may = useMay()
  const { review } = call
  return (
    <Card withBorder component="section">
      <Title order={2} size="h5" mb="xs">
        {say('review.title')}
      </Title>
      <Standing review={review} />
      {review?.state === 'settled' && review.note && (
        <Text size="sm" mt="xs" style={{ whiteSpace: 'pre-wrap' }}>
          {review.note}
        </Text>
      )}
      {may('calls:write') && <Decide key={review?.state ?? 'none'} call={call} />}
    </Card>
  )
}

function Standing({ review }: Pick<CallDetail, 'review'>) {
  const say = useCallWords()
  const formats = useFormats()
  const { zone } = useTenant()
  if (!review) return <Text size="sm">{say('review.none')}</Text>
  const by = review.by && {
    who: review.by.name ?? say('review.key'),
    when: review.at ? formats.dateTime(review.at, zone) : '',
  }
  if (review.state === 'settled')
    return <Text size="sm">{say('review.settled', by ?? { who: '', when: '' })}</Text>
  return (
    <>
      <Text size="sm">{say('review.open')}</Text>
      {by && (
        <Text size="sm" c="dimmed">
          {say('review.reopened', by)}
        </Text>
      )}
    </>
  )
}

function Decide({ call }: { call: CallDetail }) {
  const say = useCallWords()
  const api = useApi()
  const queries = useQueryClient()
  const [note, setNote] = useState(call.review?.note ?? '')
  const decide = api.useMutation('post', '/v1/calls/{id}/review', {
    onSuccess: () => readAnew(queries, ['/v1/calls/{id}', '/v1/calls']),
  })
  const become = (state: 'open' | 'settled', more: { note?: string } = {}) =>
    decide.mutate({ params: { path: { id: call.id } }, body: { state, ...more } })
  const state = call.review?.state
  return (
    <>
      {state === 'open' && (
        <Textarea
          mt="xs"
          label={say('review.note')}
          placeholder={say('review.noteHint')}
          value={note}
          maxLength={2_000}
          autosize
          minRows={2}
          onChange={({ currentTarget }) => setNote(currentTarget.value)}
        />
      )}
      {decide.error ? <ProblemNote thrown={decide.error} /> : null}
      <Group mt="sm">
        {state === 'open' ? (
          <Button size="xs" loading={decide.isPending} onClick={() => become('settled', { note })}>
            {say('review.settle')}
          </Button>
        ) : (
          <Button size="xs" variant="default" loading={decide.isPending} onClick={() => become('open')}>
            {say(state === 'settled' ? 'review.reopen' : 'review.openIt')}
          </Button>
        )}
      </Group>
    </>
  )
}
