import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { useBillingWords } from '../../words/billing.ts'
import { useFormats } from '../../words/formats.ts'
import { CorrectionDialog } from './correction-dialog.tsx'

interface Props {
  invoice: Shape<'Invoice'>
}

export function Void({ invoice: { id, currency } }: Props) {
  const voided = useApi().useMutation('post', '/v1/invoices/{id}/void')
  return (
    <CorrectionDialog
      act="void"
      currency={currency}
      send={({ reason }) => voided.mutateAsync({ params: { path: { id } }, body: { reason } })}
    />
  )
}

/** All that is left, or a part of it. */
export function Credit({ invoice: { id, currency } }: Props) {
  const say = useBillingWords()
  const credit = useApi().useMutation('post', '/v1/invoices/{id}/credit')
  const [refund, setRefund] = useState(false)
  return (
    <CorrectionDialog
      act="credit"
      currency={currency}
      amount={{ label: say('ask.net'), help: say('ask.netHelp'), field: 'net_minor' }}
      send={({ reason, minor }) =>
        credit.mutateAsync({
          params: { path: { id } },
          body: { reason, ...(minor === undefined ? {} : { net_minor: minor }), refund },
        })
      }
    >
      <Checkbox
        label={say('ask.refundToo')}
        checked={refund}
        onChange={(event) => setRefund(event.currentTarget.checked)}
      />
    </CorrectionDialog>
  )
}

/** Nothing where nothing is to be given back. */
export function Refund({ invoice: { id, currency } }: Props) {
  const say = useBillingWords()
  const formats = useFormats()
  const api = useApi()
  const params = { path: { id } }
  const payments = api.useQuery('get', '/v1/invoices/{id}/payments', { params })
  const refund = api.useMutation('post', '/v1/invoices/{id}/refunds')
  const returnable = payments.data?.returnable_minor ?? 0
  if (returnable === 0) return null
  return (
    <CorrectionDialog
      act="refund"
      currency={currency}
      amount={{
        label: say('ask.refundAmount'),
        help: say('ask.refundAll', { amount: formats.money(returnable, currency) }),
        field: 'amount_minor',
      }}
      send={({ reason, minor }) =>
        refund.mutateAsync({
          params,
          body: { reason, ...(minor === undefined ? {} : { amount_minor: minor }) },
        })
      }
    />
  )
}
