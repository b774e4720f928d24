import type { DemoFile } from '../../core/app/demo/demo-file.ts'
import { api } from '../../core/test/program/api.ts'

export interface AdminPage {
  /** For file names. */
  name: string
  /** Below the client's `/admin/c/<id>/`, or from the root where it begins with a slash. */
  path: string
}

/** Where an entry of a list has its page: the list's route in the API, and the page that shows one. */
const OF_ONE = [
  ['appointment', 'GET /v1/appointments?limit=1', 'appointments'],
  ['call', 'GET /v1/calls?limit=1', 'calls'],
  ['customer', 'GET /v1/customers?limit=1', 'customers'],
  ['service', 'GET /v1/services', 'services'],
  ['staff-member', 'GET /v1/resources', 'staff'],
  ['opening-hours', 'GET /v1/locations', 'hours'],
  ['connection', 'GET /v1/connections', 'integrations'],
  ['invoice', 'GET /v1/invoices', 'billing/invoices'],
] as const

const LISTS = [
  ['home', ''],
  ['calendar', 'calendar'],
  ['appointments', 'appointments'],
  ['calls', 'calls'],
  ['customers', 'customers'],
  ['services', 'services'],
  ['staff', 'staff'],
  ['rules', 'rules'],
  ['integrations', 'integrations'],
  ['webhooks', 'webhooks'],
  ['billing', 'billing'],
  ['invoices', 'billing?tab=invoices'],
  ['payment-details', 'billing?tab=payment'],
  ['users', 'users'],
  ['system', 'system'],
  ['profile', 'profile'],
  ['go-live', 'go-live'],
  ['welcome', '/admin/welcome'],
] as const

/** Pages that only who is above a client has. */
async function agencyPages(demo: Demo): Promise<AdminPage[]> {
  const { id, api_key: key } = demo.agency
  const first = async (route: string, is: (row: { status?: string }) => boolean): Promise<string[]> =>
    (await api(demo, route, { key })).body.data
      .filter(is)
      .slice(0, 1)
      .map((row: { id: string }) => row.id)
  const plans = await first('GET /v1/plans', () => true)
  const issued = await first('GET /v1/invoices', ({ status }) => status !== 'draft')
  return [
    { name: 'agency-home', path: `/admin/c/${id}/` },
    { name: 'plans', path: `/admin/c/${id}/billing?tab=plans` },
    { name: 'new-plan', path: `/admin/c/${id}/billing/plans/new` },
    ...plans.map((plan) => ({ name: 'plan', path: `/admin/c/${id}/billing/plans/${plan}` })),
    ...issued.map((invoice) => ({
      name: 'issued-invoice',
      path: `/admin/c/${id}/billing/invoices/${invoice}`,
    })),
  ]
}

type Demo = Pick<DemoFile, 'base_url' | 'client' | 'agency'>

/** Every page of the admin, with one of each thing that has a page of its own. */
export async function adminPages(demo: Demo): Promise<AdminPage[]> {
  const ones = await Promise.all(
    OF_ONE.map(async ([name, route, path]) => {
      const { body } = await api(demo, route)
      return body.data.slice(0, 1).map(({ id }: { id: string }) => ({ name, path: `${path}/${id}` }))
    }),
  )
  return [...LISTS.map(([name, path]) => ({ name, path })), ...ones.flat(), ...(await agencyPages(demo))]
}
