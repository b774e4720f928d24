import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { type ReactNode, useState } from 'react'
import { problemOf } from '../../api/problem.ts'
import { minorOf, minorUnits, type TypedAmount } from '../../ui/money.ts'
import { MoneyInput } from '../../ui/money-input.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useRefresh, useTelling } from '../../ui/use-refresh.ts'
import { useBillingWords } from '../../words/billing.ts'
import { useCommonWords } from '../../words/common.ts'
import { useFormats } from '../../words/formats.ts'

interface Props {
  act: 'void' | 'credit' | 'refund'
  currency: string
  /** Where less than all can be meant; `field` is its name in the API. */
  amount?: { label: string; help: string; field: string }
  children?: ReactNode
  send: (typed: { reason: string; minor: number | undefined }) => Promise<unknown>
}

/** A button and its dialog: a reason, perhaps an amount. What the hub refuses stands at its field. */
export function CorrectionDialog({ act, currency, amount, children, send }: Props) {
  const say = useBillingWords()
  const common = useCommonWords()
  const refresh = useRefresh()
  const { done } = useTelling()
  const refusalAt = useRefusals(currency, amount?.field)
  const [opened, dialog] = useDisclosure()
  const [failure, setFailure] = useState<unknown>()
  const form = useForm({ initialValues: { reason: '', amount: '' as TypedAmount } })
  const submit = form.onSubmit(async (typed) => {
    try {
      await send({ reason: typed.reason, minor: minorOf(typed.amount, currency) })
      dialog.close()
      form.reset()
      setFailure(undefined)
      done(say(`done.${act}`))
      await refresh()
    } catch (thrown) {
      const errors = refusalAt(thrown)
      if (errors) form.setErrors(errors)
      setFailure(errors ? undefined : thrown)
    }
  })
  return (
    <>
      <Button
        variant={act === 'void' ? 'outline' : 'default'}
        {...(act === 'void' ? { color: 'red' } : {})}
        onClick={dialog.open}
      >
        {say(`act.${act}`)}
      </Button>
      <Modal opened={opened} onClose={dialog.close} title={say(`ask.${act}`)}>
        <form onSubmit={submit}>
          <Stack>
            <Text size="sm">{say(`ask.${act}Text`)}</Text>
            {failure !== undefined && <ProblemNote thrown={failure} />}
            <Textarea
              label={say('ask.reason')}
              description={say('ask.reasonHelp')}
              required
              maxLength={500}
              data-autofocus
              {...form.getInputProps('reason')}
            />
            {amount && (
              <MoneyInput
                label={amount.label}
                description={amount.help}
                currency={currency}
                min={1 / minorUnits(currency)}
                {...form.getInputProps('amount')}
              />
            )}
            {children}
            <Group justify="flex-end">
              <Button variant="default" onClick={dialog.close}>
                {common('cancel')}
              </Button>
              <Button type="submit" color="red" loading={form.submitting}>
                {say(`act.${act}`)}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  )
}

/** What was refused, by the field at which it stands; undefined where it is about none of them. */
function useRefusals(currency: string, field: string | undefined) {
  const say = useBillingWords()
  const formats = useFormats()
  return (thrown: unknown): Record<string, string> | undefined => {
    const problem = problemOf(thrown)
    const most = problem.returnable_minor ?? problem.creditable_net_minor
    if (field && typeof most === 'number')
      return { amount: say('ask.atMost', { amount: formats.money(most, currency) }) }
    const fields: Record<string, string> = { '/reason': 'reason', [`/${field}`]: 'amount' }
    const found = (problem.errors ?? []).flatMap(({ path, message }) => {
      const name = fields[path]
      return name ? [[name, message] as const] : []
    })
    return found.length > 0 ? Object.fromEntries(found) : undefined
  }
}
