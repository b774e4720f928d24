import { Tabs } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { useMay, useTenant } from '../../session/session.ts'
import { PageHead } from '../../ui/page-head.tsx'
import { useBillingWords } from '../../words/billing.ts'
import { BillingUsage } from './billing-usage.tsx'
import { Disputes } from './disputes.tsx'
import { InvoiceList } from './invoice-list.tsx'
import { PaymentDetails } from './payment-details.tsx'
import { Plans } from './plans.tsx'

interface Tab {
  name: 'usage' | 'invoices' | 'plans' | 'payment' | 'disputes'
  permission: string
  /** Who issues invoices, who gets them; else both. */
  of?: 'issuers' | 'recipients'
  page: ComponentType
}

const TABS: readonly Tab[] = [
  { name: 'usage', permission: 'usage:read', page: BillingUsage },
  { name: 'invoices', permission: 'invoices:read', page: InvoiceList },
  { name: 'plans', permission: 'plans:read', of: 'issuers', page: Plans },
  { name: 'payment', permission: 'billing-details:read', page: PaymentDetails },
  { name: 'disputes', permission: 'invoices:read', of: 'issuers', page: Disputes },
]

/** An agency charges, a client is charged, a partner is in between. */
const SIDES: Readonly<Record<string, ReadonlyArray<Tab['of']>>> = {
  agency: ['issuers'],
  partner: ['issuers', 'recipients'],
  client: ['recipients'],
}

export function BillingPage() {
  const say = useBillingWords()
  const navigate = useNavigate({ from: '/c/$tenant/billing' })
  const may = useMay()
  const { kind } = useTenant()
  const { tab } = useSearch({ from: '/signed-in/c/$tenant/billing' })
  const paysNobody = !SIDES[kind]?.includes('recipients')
  const tabs = TABS.filter(({ permission, of }) => may(permission) && (!of || SIDES[kind]?.includes(of)))
  const chosen = tabs.find(({ name }) => name === tab) ?? tabs[0]
  return (
    <>
      <PageHead title={say('title')} about={say('about')} />
      <Tabs
        value={chosen?.name ?? null}
        keepMounted={false}
        onChange={(name) => void navigate({ search: name ? { tab: name } : {}, replace: true })}
      >
        <Tabs.List mb="md">
          {tabs.map(({ name }) => (
            <Tabs.Tab key={name} value={name}>
              {say(name === 'payment' && paysNobody ? 'details.title' : `tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map(({ name, page: Page }) => (
          <Tabs.Panel key={name} value={name}>
            <Page />
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  )
}
