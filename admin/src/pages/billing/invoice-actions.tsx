import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { useMay, useTenant } from '../../session/session.ts'
import { askFirst } from '../../ui/ask-first.tsx'
import { useRefresh, useTelling } from '../../ui/use-refresh.ts'
import { useBillingWords } from '../../words/billing.ts'
import { useCommonWords } from '../../words/common.ts'
import { Credit, Refund, Void } from './invoice-corrections.tsx'

type Invoice = Shape<'Invoice'>

/** What can be done with an invoice: by its issuer more than by others. */
export function InvoiceActions({ invoice }: { invoice: Invoice }) {
  const say = useBillingWords()
  const tenant = useTenant()
  const may = useMay()
  return (
    <>
      {invoice.issuer_id === tenant.id && may('invoices:write') && <IssuerActions invoice={invoice} />}
      <Button
        variant="default"
        leftSection={<IconPrinter size={16} aria-hidden />}
        onClick={() => window.print()}
      >
        {say('act.print')}
      </Button>
    </>
  )
}

/** Each asks first, since none can be undone. */
function IssuerActions({ invoice }: { invoice: Invoice }) {
  const { status } = invoice
  const isOpen = status === 'final' || status === 'uncollectible'
  return (
    <>
      {status === 'draft' && <Finalize invoice={invoice} />}
      {isOpen && <Collect invoice={invoice} />}
      {(isOpen || status === 'paid') && <Credit invoice={invoice} />}
      {(isOpen || status === 'paid') && <Refund invoice={invoice} />}
      {isOpen && <Void invoice={invoice} />}
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
