import { Tabs } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { PageHead } from '../../ui/page-head.tsx'
import { useBillingWords } from '../../words/billing.ts'
import { BillingUsage } from './billing-usage.tsx'
import { Disputes } from './disputes.tsx'
import { InvoiceList } from './invoice-list.tsx'

export function BillingPage() {
  const say = useBillingWords()
  const navigate = useNavigate({ from: '/c/$tenant/billing' })
  const { tab = 'usage' } = useSearch({ from: '/signed-in/c/$tenant/billing' })
  return (
    <>
      <PageHead title={say('title')} about={say('about')} />
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(chosen) => void navigate({ search: chosen ? { tab: chosen } : {}, replace: true })}
      >
        <Tabs.List mb="md">
          {(['usage', 'invoices', 'disputes'] as const).map((name) => (
            <Tabs.Tab key={name} value={name}>
              {say(`tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="usage">
          <BillingUsage />
        </Tabs.Panel>
        <Tabs.Panel value="invoices">
          <InvoiceList />
        </Tabs.Panel>
        <Tabs.Panel value="disputes">
          <Disputes />
        </Tabs.Panel>
      </Tabs>
    </>
  )
}
