import { Button, Checkbox, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { showAtFields } from '../../ui/form-problem.ts'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useRefresh, useTelling } from '../../ui/use-refresh.ts'
import { useCommonWords } from '../../words/common.ts'
import { usePlanWords } from '../../words/plans.ts'
import { dateIn } from './spans.ts'

interface Props {
  client: Shape<'Tenant'>
  /** The one that is running; a new one ends it. */
  subscription: Shape<'Subscription'> | undefined
  /** The name of its plan. */
  present: string | undefined
  plans: ReadonlyArray<Shape<'Plan'>>
}

/** Puts a client on a plan from a day on. */
export function Subscribe(props: Props) {
  const say = usePlanWords()
  const { client, subscription, plans } = props
  const [opened, dialog] = useDisclosure()
  const act = say(subscription ? 'put.change' : 'put.act')
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        disabled={plans.length === 0}
        aria-label={`${act}: ${client.name}`}
        onClick={dialog.open}
      >
        {act}
      </Button>
      <Modal opened={opened} onClose={dialog.close} title={say('put.title', { client: client.name })}>
        <SubscribeForm {...props} close={dialog.close} />
      </Modal>
    </>
  )
}

function SubscribeForm({ client, subscription, present, plans, close }: Props & { close: () => void }) {
  const say = usePlanWords()
  const common = useCommonWords()
  const { send, failure, isPending, form } = useSubscribe({ client, subscription, close })
  return (
    <form onSubmit={form.onSubmit(send)}>
      <Stack>
        {present && <Text size="sm">{say('put.ends', { plan: present })}</Text>}
        {failure !== undefined && <ProblemNote thrown={failure} />}
        <Select
          label={say('who.plan')}
          required
          data={plans.map(({ id, name }) => ({ value: id, label: name }))}
          {...form.getInputProps('plan_id')}
        />
        <TextInput
          type="date"
          label={say('put.from')}
          description={say('put.fromAbout', { zone: client.zone })}
          required
          {...form.getInputProps('anchor_date')}
        />
        <Select
          label={say('put.every')}
          data={[1, 3, 6, 12].map((count) => ({ value: String(count), label: say('who.every', { count }) }))}
          allowDeselect={false}
          {...form.getInputProps('months')}
        />
        <Checkbox
          label={say('put.auto')}
          description={say('put.autoAbout')}
          {...form.getInputProps('auto_finalize', { type: 'checkbox' })}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {common('cancel')}
          </Button>
          <Button type="submit" loading={isPending}>
            {say('put.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

interface Typed extends Record<string, unknown> {
  plan_id: string
  anchor_date: string
  months: string
  auto_finalize: boolean
}

/** What is running ends at the moment at which the new one is made, or goes on where that is refused. */
function useSubscribe({
  client,
  subscription,
  close,
}: Pick<Props, 'client' | 'subscription'> & { close: () => void }) {
  const say = usePlanWords()
  const api = useApi()
  const refresh = useRefresh()
  const { done } = useTelling()
  const [failure, setFailure] = useState<unknown>()
  const form = useForm<Typed>({
    initialValues: {
      plan_id: subscription?.plan_id ?? '',
      anchor_date: dateIn(Date.now(), client.zone),
      months: String(subscription?.months ?? 1),
      auto_finalize: subscription?.auto_finalize ?? true,
    },
    validate: { plan_id: (id) => (id ? null : say('missing')) },
  })
  const make = api.useMutation('post', '/v1/subscriptions')
  const send = async ({ months, ...typed }: Typed) => {
    try {
      const replaces = subscription ? { replaces: subscription.id } : {}
      await make.mutateAsync({
        body: { ...typed, ...replaces, recipient_id: client.id, months: Number(months) },
      })
      done(say('put.done', { client: client.name }))
      close()
    } catch (thrown) {
      setFailure(showAtFields(form, thrown) ? undefined : thrown)
    } finally {
      await refresh()
    }
  }
  return { form, send, failure, isPending: make.isPending }
}
