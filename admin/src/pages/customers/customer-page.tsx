import { Tabs } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useApi } from '../../api/api.ts'
import { useLiveQueries } from '../../api/live.ts'
import { LiveMark } from '../../ui/live-mark.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Unread } from '../../ui/unread.tsx'
import { useCustomerWords } from '../../words/customers.ts'
import { CustomerForm } from './customer-form.tsx'
import { CustomerAppointments, CustomerCalls, CustomerContacts } from './customer-history.tsx'

const FOLLOWED = ['call.', 'appointment.'] as const
const SHOWN = ['/v1/appointments', '/v1/calls', '/v1/customers/{id}/communications'] as const

/** One customer: what they booked, when they called, and what is known of them. */
export function CustomerPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const say = useCustomerWords()
  const api = useApi()
  const live = useLiveQueries(FOLLOWED, SHOWN)
  const { data, error, refetch } = api.useQuery('get', '/v1/customers/{id}', { params: { path: { id } } })
  if (!data) return <Unread of={[{ error, refetch }]} rows={6} />
  return (
    <>
      <PageHead
        title={data.name ?? say('list.nameless')}
        about={[data.phone, data.email].filter(Boolean).join(' · ')}
      >
        <LiveMark live={live} />
      </PageHead>
      <Tabs defaultValue="appointments" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="appointments">{say('one.appointments')}</Tabs.Tab>
          <Tabs.Tab value="calls">{say('one.calls')}</Tabs.Tab>
          <Tabs.Tab value="contacts">{say('one.contacts')}</Tabs.Tab>
          <Tabs.Tab value="data">{say('one.data')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="appointments">
          <CustomerAppointments id={id} />
        </Tabs.Panel>
        <Tabs.Panel value="calls">
          <CustomerCalls id={id} />
        </Tabs.Panel>
        <Tabs.Panel value="contacts">
          <CustomerContacts id={id} />
        </Tabs.Panel>
        <Tabs.Panel value="data">
          <CustomerForm key={id} customer={data} />
        </Tabs.Panel>
      </Tabs>
    </>
  )
}
