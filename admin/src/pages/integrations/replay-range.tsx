import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { type Api, useApi } from '../../api/api.ts'
import { useTenant } from '../../session/session.ts'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useRefresh, useTelling } from '../../ui/use-refresh.ts'
import { bodyOr } from '../../ui/use-saved.ts'
import { useCommonWords } from '../../words/common.ts'
import { useIntegrationWords } from '../../words/integrations.ts'
import { addDays, dateIn, instantOf } from '../../words/wall-time.ts'

const WHICH = ['given_up', 'all'] as const

/** Works once more on what a provider delivered on some days, all of it or what was given up. */
export function ReplayRange({ connectionId }: { connectionId: string }) {
  const say = useIntegrationWords()
  const common = useCommonWords()
  const api = useApi()
  const { zone } = useTenant()
  const refresh = useRefresh()
  const { done } = useTelling()
  const [opened, dialog] = useDisclosure()
  const [failure, setFailure] = useState<unknown>()
  const today = dateIn(zone)
  const form = useForm({ initialValues: { from: today, to: today, which: 'given_up' as string } })
  const submit = form.onSubmit(async ({ from, to, which }) => {
    setFailure(undefined)
    try {
      const range = { from: midnight(from, zone), to: midnight(addDays(to, 1), zone) }
      const body = { ...range, ...(which === 'given_up' ? ({ state: 'given_up' } as const) : {}) }
      done(say('deliveries.replayedAll', { count: await replay(api, connectionId, body) }))
      dialog.close()
      await refresh()
    } catch (thrown) {
      setFailure(thrown)
    }
  })
  return (
    <>
      <Button variant="default" onClick={dialog.open}>
        {say('deliveries.replayAll')}
      </Button>
      <Modal opened={opened} onClose={dialog.close} title={say('deliveries.replayAll')}>
        <form onSubmit={submit}>
          <Stack>
            <Text size="sm">{say('deliveries.replayAbout')}</Text>
            <Group grow>
              <TextInput
                type="date"
                required
                label={say('deliveries.from')}
                max={today}
                {...form.getInputProps('from')}
              />
              <TextInput
                type="date"
                required
                label={say('deliveries.to')}
                min={form.getValues().from}
                {...form.getInputProps('to')}
              />
            </Group>
            <Select
              label={say('deliveries.which')}
              allowDeselect={false}
              data={WHICH.map((value) => ({ value, label: say(`deliveries.replays.${value}`) }))}
              {...form.getInputProps('which')}
            />
            {failure !== undefined && <ProblemNote thrown={failure} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={dialog.close}>
                {common('cancel')}
              </Button>
              <Button type="submit" loading={form.submitting}>
                {say('deliveries.replay')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  )
}

const midnight = (day: string, zone: string): string => instantOf(`${day} 00:00:00`, zone)

interface Range {
  from: string
  to: string
  state?: 'given_up'
}

/** The hub takes so many at once, and says from where on there may be more. Gives how many they were. */
async function replay(api: Api, id: string, range: Range): Promise<number> {
  const params = { path: { id } }
  const reply = await api.client.POST('/v1/connections/{id}/replay', { params, body: range })
  const { deliveries, resume_from: next } = bodyOr(reply)
  if (next === null || next === range.from) return deliveries
  return deliveries + (await replay(api, id, { ...range, from: next }))
}
