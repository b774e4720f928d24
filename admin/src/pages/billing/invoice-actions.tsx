import { Button, Checkbox, Modal, NumberInput, Stack, Text, Textarea } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { type FormEvent, useState } from 'react'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { useMay } from '../../session/session.ts'
import { askFirst } from '../../ui/ask-first.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useRefresh, useTelling } from '../../ui/use-refresh.ts'
import { useBillingWords } from '../../words/billing.ts'
import { useCommonWords } from '../../words/common.ts'
import { useFormats } from '../../words/formats.ts'

type Invoice = Shape<'Invoice'>

/** What an issuer can do with an invoice; each asks first, since none can be undone. */
export function InvoiceActions({ invoice }: { invoice: Invoice }) {
  const may = useMay()
  if (!may('invoices:write')) return null
  const { status } = invoice
  const isOpen = status === 'final' || status === 'uncollectible'
  return (
    <>
      {status === 'draft' && <Finalize invoice={invoice} />}
      {isOpen && <Collect invoice={invoice} />}
      {(isOpen || status === 'paid') && <WithReason invoice={invoice} what="credit" />}
      {(isOpen || status === 'paid') && <Refund invoice={invoice} />}
      {isOpen && <WithReason invoice={invoice} what="void" />}
    </>
  )
}

function Finalize({ invoice }: { invoice: Invoice }) {
  const say = useBillingWords()
  const common = useCommonWords()
  const refresh = useRefresh()
  const { done, failed } = useTelling()
  const finalize = useApi().useMutation('post', '/v1/invoices/{id}/finalize', {
    onSuccess: async () => {
      done(say('done.finalize'))
      await refresh()
    },
    onError: failed,
  })
  const isOver = Date.parse(invoice.period.end) <= Date.now()
  return (
    <Button
      loading={finalize.isPending}
      disabled={!isOver}
      onClick={() =>
        askFirst({
          title: say('ask.finalize'),
          text: say('ask.finalizeText'),
          does: say('act.finalize'),
          cancel: common('cancel'),
          run: () => finalize.mutate({ params: { path: { id: invoice.id } } }),
        })
      }
    >
      {say('act.finalize')}
    </Button>
  )
}

function Collect({ invoice }: { invoice: Invoice }) {
  const say = useBillingWords()
  const common = useCommonWords()
  const refresh = useRefresh()
  const { done, failed } = useTelling()
  const collect = useApi().useMutation('post', '/v1/invoices/{id}/collect', {
    onSuccess: async () => {
      done(say('done.collect'))
      await refresh()
    },
    onError: failed,
  })
  return (
    <Button
      variant="default"
      loading={collect.isPending}
      onClick={() =>
        askFirst({
          title: say('ask.collect'),
          text: say('ask.collectText'),
          does: say('act.collect'),
          cancel: common('cancel'),
          run: () => collect.mutate({ params: { path: { id: invoice.id } } }),
        })
      }
    >
      {say('act.collect')}
    </Button>
  )
}

/** Minor units of an amount that was typed in major ones; undefined where nothing was. */
function minorOf(typed: string | number, currency: string): number | undefined {
  if (typed === '') return undefined
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions()
  return Math.round(Number(typed) * 10 ** digits)
}

function WithReason({ invoice, what }: { invoice: Invoice; what: 'credit' | 'void' }) {
  const say = useBillingWords()
  const api = useApi()
  const refresh = useRefresh()
  const { done } = useTelling()
  const [opened, dialog] = useDisclosure()
  const [reason, setReason] = useState('')
  const [net, setNet] = useState<string | number>('')
  const [refund, setRefund] = useState(false)
  const after = {
    onSuccess: async () => {
      dialog.close()
      done(say(`done.${what}`))
      await refresh()
    },
  }
  const credit = api.useMutation('post', '/v1/invoices/{id}/credit', after)
  const voided = api.useMutation('post', '/v1/invoices/{id}/void', after)
  const params = { path: { id: invoice.id } }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (what === 'void') return voided.mutate({ params, body: { reason } })
    const minor = minorOf(net, invoice.currency)
    const amount = minor === undefined ? {} : { net_minor: minor }
    credit.mutate({ params, body: { reason, ...amount, ...(refund ? { refund } : {}) } })
  }
  const { isPending, error } = what === 'void' ? voided : credit
  return (
    <>
      <Button
        variant={what === 'void' ? 'outline' : 'default'}
        {...(what === 'void' ? { color: 'red' } : {})}
        onClick={dialog.open}
      >
        {say(`act.${what}`)}
      </Button>
      <Modal opened={opened} onClose={dialog.close} title={say(`ask.${what}`)}>
        <form onSubmit={submit}>
          <Stack>
            <Text size="sm">{say(`ask.${what}Text`)}</Text>
            {error && <ProblemNote thrown={error} />}
            <Reason value={reason} change={setReason} />
            {what === 'credit' && (
              <>
                <NumberInput
                  label={`${say('ask.net')} (${invoice.currency})`}
                  description={say('ask.netHelp')}
                  min={0.01}
                  decimalScale={2}
                  value={net}
                  onChange={setNet}
                />
                <Checkbox
                  label={say('ask.refundToo')}
                  checked={refund}
                  onChange={(event) => setRefund(event.currentTarget.checked)}
                />
              </>
            )}
            <Button type="submit" color="red" loading={isPending}>
              {say(`act.${what}`)}
            </Button>
          </Stack>
        </form>
      </Modal>
    </>
  )
}

function Reason({ value, change }: { value: string; change: (text: string) => void }) {
  const say = useBillingWords()
  return (
    <Textarea
      label={say('ask.reason')}
      description={say('ask.reasonHelp')}
      required
      maxLength={500}
      value={value}
      onChange={(event) => change(event.currentTarget.value)}
    />
  )
}

function Refund({ invoice }: { invoice: Invoice }) {
  const say = useBillingWords()
  const formats = useFormats()
  const api = useApi()
  const refresh = useRefresh()
  const { done } = useTelling()
  const [opened, dialog] = useDisclosure()
  const [reason, setReason] = useState('')
  const [amount, setAmount] = useState<string | number>('')
  const params = { path: { id: invoice.id } }
  const payments = api.useQuery('get', '/v1/invoices/{id}/payments', { params })
  const refund = api.useMutation('post', '/v1/invoices/{id}/refunds', {
    onSuccess: async () => {
      dialog.close()
      done(say('done.refund'))
      await refresh()
    },
  })
  const returnable = payments.data?.returnable_minor ?? 0
  if (returnable === 0) return null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const minor = minorOf(amount, invoice.currency)
    refund.mutate({ params, body: { reason, ...(minor === undefined ? {} : { amount_minor: minor }) } })
  }
  return (
    <>
      <Button variant="default" onClick={dialog.open}>
        {say('act.refund')}
      </Button>
      <Modal opened={opened} onClose={dialog.close} title={say('ask.refund')}>
        <form onSubmit={submit}>
          <Stack>
            <Text size="sm">{say('ask.refundText')}</Text>
            {refund.error && <ProblemNote thrown={refund.error} />}
            <Reason value={reason} change={setReason} />
            <NumberInput
              label={`${say('ask.refundAmount')} (${invoice.currency})`}
              description={say('ask.refundAll', { amount: formats.money(returnable, invoice.currency) })}
              min={0.01}
              decimalScale={2}
              value={amount}
              onChange={setAmount}
            />
            <Button type="submit" color="red" loading={refund.isPending}>
              {say('act.refund')}
            </Button>
          </Stack>
        </form>
      </Modal>
    </>
  )
}
