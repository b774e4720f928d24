import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useApi } from '../../api/api.ts'
import { readAnew } from '../../api/live.ts'
import { useMay } from '../../session/session.ts'
import { LoadingRows } from '../../ui/loading.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useCommonWords } from '../../words/common.ts'
import { useDeskWords } from '../../words/desk.ts'
import { useFormats } from '../../words/formats.ts'
import { useLanguage } from '../../words/use-language.ts'
import type { ListedAppointment } from './desk-types.ts'

interface Props {
  appointment: ListedAppointment
  onMove: () => void
  children?: ReactNode
}

const SHOWN = ['/v1/calendar', '/v1/appointments', '/v1/appointments/{id}', '/v1/appointments/{id}/history']

/** What can be done with an appointment as it stands. */
export function AppointmentActions({ appointment, onMove, children }: Props) {
  const say = useDeskWords()
  const may = useMay()
  const act = useAct(appointment.id)
  const [asks, setAsks] = useState(false)
  const { status } = appointment
  const isOpen = status === 'confirmed' || status === 'pending'
  const hasBegun = Date.parse(appointment.start) <= Date.now()
  return (
    <Stack gap="sm">
      {act.thrown !== undefined && <ProblemNote thrown={act.thrown} />}
      <Group gap="xs">
        {children}
        {may('appointments:write') && isOpen && (
          <>
            <Button size="xs" onClick={onMove}>
              {say('do.move')}
            </Button>
            {hasBegun && (
              <>
                <Button size="xs" variant="default" onClick={() => act.run('complete')} disabled={act.busy}>
                  {say('do.complete')}
                </Button>
                <Button size="xs" variant="default" onClick={() => act.run('no-show')} disabled={act.busy}>
                  {say('do.noShow')}
                </Button>
              </>
            )}
            {!appointment.synced && (
              <Button
                size="xs"
                variant="default"
                onClick={() => act.run('write-entries')}
                disabled={act.busy}
              >
                {say('do.write')}
              </Button>
            )}
          </>
        )}
        {may('appointments:write') && (isOpen || status === 'held') && (
          <Button size="xs" variant="light" color="red" onClick={() => setAsks(true)}>
            {say('do.cancel')}
          </Button>
        )}
      </Group>
      {asks && <CancelForm id={appointment.id} onClose={() => setAsks(false)} />}
    </Stack>
  )
}

function useAct(id: string) {
  const say = useDeskWords()
  const { client } = useApi()
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [thrown, setThrown] = useState<unknown>()
  async function run(name: 'complete' | 'no-show' | 'write-entries'): Promise<void> {
    setBusy(true)
    const { error } = await client
      .POST(`/v1/appointments/{id}/${name}`, { params: { path: { id } } })
      .catch((failure: unknown) => ({ error: failure }))
    setBusy(false)
    setThrown(error)
    if (error !== undefined) return
    if (name === 'write-entries') notifications.show({ message: say('do.written') })
    await readAnew(queries, SHOWN)
  }
  return { run, busy, thrown }
}

/** Asks, and says what applies to customers: the business itself may in any case. */
function CancelForm({ id, onClose }: { id: string; onClose: () => void }) {
  const say = useDeskWords()
  const common = useCommonWords()
  const api = useApi()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const cancel = api.useMutation('post', '/v1/appointments/{id}/cancel')
  const run = async () => {
    const body = { actor: 'business' as const, ...(reason === '' ? {} : { reason }) }
    await cancel.mutateAsync({ params: { path: { id } }, body })
    notifications.show({ message: say('do.cancelled') })
    onClose()
    await readAnew(queries, SHOWN)
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={say('do.cancelTitle')}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <Stack>
        {cancel.error && <ProblemNote thrown={cancel.error} />}
        <Policy id={id} />
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
          <Button color="red" loading={cancel.isPending} onClick={() => void run().catch(() => {})}>
            {say('do.cancelDo')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function Policy({ id }: { id: string }) {
  const say = useDeskWords()
  const api = useApi()
  const formats = useFormats()
  const language = useLanguage()
  const { data, error } = api.useQuery('get', '/v1/appointments/{id}/policy', {
    params: { path: { id }, query: { language } },
  })
  if (error) return null
  if (!data) return <LoadingRows rows={1} />
  const { text, fee } = data.cancel
  const amount =
    fee?.currency && fee.amount_minor !== null ? formats.money(fee.amount_minor, fee.currency) : undefined
  const share =
    fee && fee.percent !== null
      ? say('do.feeShare', { percent: formats.percent(fee.percent / 100) })
      : undefined
  return (
    <Stack gap={4}>
      <Text size="sm">{say('do.policy', { text })}</Text>
      {fee?.due && (
        <Text size="sm" fw={600}>
          {say('do.feeDue', { fee: amount ?? share ?? '' })}
        </Text>
      )}
    </Stack>
  )
}
