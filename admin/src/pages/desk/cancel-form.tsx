import { Alert, Button, Group, Modal, SegmentedControl, Stack, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import { readAnew } from '../../api/live.ts'
import { problemOf } from '../../api/problem.ts'
import type { Reply } from '../../api/reply.ts'
import { LoadingRows } from '../../ui/loading.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useReturnFocus } from '../../ui/use-return-focus.ts'
import { useDeskWords } from '../../words/desk.ts'
import { useFormats } from '../../words/formats.ts'
import { useLanguage } from '../../words/use-language.ts'
import { APPOINTMENT_PATHS } from './desk-types.ts'
import { useRefusalWords } from './refusal-words.ts'

type Terms = Reply<'/v1/appointments/{id}/policy'>['cancel']
type Actor = 'business' | 'customer'

/** Asks who cancels, and says first what that means: customers are bound by the rules, the business is not. */
export function CancelForm({ id, onClose }: { id: string; onClose: () => void }) {
  useReturnFocus()
  const say = useDeskWords()
  const [actor, setActor] = useState<Actor>('business')
  const [reason, setReason] = useState('')
  const terms = useTerms(id)
  const feeOf = useFeeWords()
  const cancel = useCancel(id)
  const run = async () => {
    if (!(await cancel.run(actor, reason))) return
    const fee = actor === 'customer' ? feeOf(terms.data) : undefined
    notifications.show({ message: fee ? say('do.cancelledFee', { fee }) : say('do.cancelled') })
    onClose()
  }
  return (
    <Modal opened onClose={onClose} title={say('do.cancelTitle')}>
      <Stack>
        <Stack gap={4}>
          <Text size="sm" fw={500}>
            {say('do.whoWants')}
          </Text>
          <SegmentedControl
            aria-label={say('do.whoWants')}
            value={actor}
            onChange={(value) => {
              setActor(value === 'customer' ? 'customer' : 'business')
              cancel.forget()
            }}
            data={[
              { value: 'business', label: say('do.byBusiness') },
              { value: 'customer', label: say('do.byCustomer') },
            ]}
          />
        </Stack>
        {actor === 'business' ? <Text size="sm">{say('do.freeOfRules')}</Text> : <Rules terms={terms} />}
        <Refused thrown={cancel.thrown} />
        <TextInput
          label={say('do.cancelReason')}
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {say('do.keep')}
          </Button>
          <Button color="red" loading={cancel.busy} onClick={() => void run()}>
            {say('do.cancelDo')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function useTerms(id: string) {
  const language = useLanguage()
  const { data, error } = useApi().useQuery('get', '/v1/appointments/{id}/policy', {
    params: { path: { id }, query: { language } },
  })
  return { data: data?.cancel, error }
}

function useCancel(id: string) {
  const { client } = useApi()
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [thrown, setThrown] = useState<unknown>()
  /** Gives whether it is cancelled. */
  async function run(actor: Actor, reason: string): Promise<boolean> {
    setBusy(true)
    const body = { actor, ...(reason === '' ? {} : { reason }) }
    const { error } = await client
      .POST('/v1/appointments/{id}/cancel', { params: { path: { id } }, body })
      .catch((failure: unknown) => ({ error: failure }))
    setBusy(false)
    setThrown(error)
    await readAnew(queries, APPOINTMENT_PATHS)
    return error === undefined
  }
  return { run, busy, thrown, forget: () => setThrown(undefined) }
}

/** A fee that would be due now. */
function useFeeWords(): (terms: Terms | undefined) => string | undefined {
  const say = useDeskWords()
  const formats = useFormats()
  return (terms) => {
    const fee = terms?.fee
    if (!fee?.due || !terms?.allowed) return undefined
    if (fee.currency && fee.amount_minor !== null) return formats.money(fee.amount_minor, fee.currency)
    return say('do.feeShare', { percent: formats.percent((fee.percent ?? 0) / 100) })
  }
}

function Rules({ terms: { data, error } }: { terms: ReturnType<typeof useTerms> }) {
  const say = useDeskWords()
  const fee = useFeeWords()(data)
  if (error) return <ProblemNote thrown={error} />
  if (!data) return <LoadingRows rows={1} />
  if (!data.allowed)
    return (
      <Alert color="orange" title={say('do.mayNot')}>
        <Text size="sm">{data.text}</Text>
        <Text size="sm">{say('do.mayNotHelp')}</Text>
      </Alert>
    )
  return (
    <>
      <Text size="sm">{data.text}</Text>
      {fee && (
        <Alert color="yellow" title={say('do.feeDue', { fee })}>
          {say('do.feeNoted')}
        </Alert>
      )}
    </>
  )
}

function Refused({ thrown }: { thrown: unknown }) {
  const reason = useRefusalWords()
  if (thrown === undefined) return null
  if (problemOf(thrown).status !== 409) return <ProblemNote thrown={thrown} />
  return (
    <Alert color="red" role="alert">
      {reason(thrown)}
    </Alert>
  )
}
