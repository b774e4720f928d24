import { Button, Group, Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useApi } from '../../api/api.ts'
import { readAnew } from '../../api/live.ts'
import { useMay } from '../../session/session.ts'
import { askFirst } from '../../ui/ask-first.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useCommonWords } from '../../words/common.ts'
import { useDeskWords } from '../../words/desk.ts'
import { CancelForm } from './cancel-form.tsx'
import { APPOINTMENT_PATHS, type ListedAppointment } from './desk-types.ts'

interface Props {
  appointment: ListedAppointment
  onMove: () => void
  children?: ReactNode
}

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
        {may('appointments:write') && status === 'held' && <ReleaseButton release={act.release} />}
        {may('appointments:write') && isOpen && (
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
  const params = { path: { id } }
  async function after(asked: Promise<{ error?: unknown }>, message?: string): Promise<void> {
    setBusy(true)
    const { error } = await asked.catch((failure: unknown) => ({ error: failure }))
    setBusy(false)
    setThrown(error)
    if (error !== undefined) return
    if (message) notifications.show({ message })
    await readAnew(queries, APPOINTMENT_PATHS)
  }
  const run = (name: 'complete' | 'no-show' | 'write-entries') =>
    void after(
      client.POST(`/v1/appointments/{id}/${name}`, { params }),
      name === 'write-entries' ? say('do.written') : undefined,
    )
  const release = () =>
    void after(
      client.POST('/v1/appointments/{id}/cancel', { params, body: { actor: 'business' } }),
      say('do.released'),
    )
  return { run, release, busy, thrown }
}

/** A hold is let go, not cancelled: nobody has an appointment yet. */
function ReleaseButton({ release }: { release: () => void }) {
  const say = useDeskWords()
  const common = useCommonWords()
  const ask = () =>
    askFirst({
      title: say('do.releaseTitle'),
      text: say('do.releaseText'),
      does: say('do.release'),
      cancel: common('cancel'),
      run: release,
    })
  return (
    <Button size="xs" variant="light" color="red" onClick={ask}>
      {say('do.release')}
    </Button>
  )
}
