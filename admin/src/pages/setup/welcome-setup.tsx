import { useApi } from '../../api/api.ts'
import { useTenant } from '../../session/session.ts'
import { LoadingRows } from '../../ui/loading.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useWelcomeWords } from '../../words/welcome.ts'
import { CallStep } from './welcome-call.tsx'
import { ConnectStep } from './welcome-connect.tsx'
import { PlaceStep } from './welcome-place.tsx'
import { ServicesStep } from './welcome-services.tsx'
import { StaffStep } from './welcome-staff.tsx'
import { WelcomeStep } from './welcome-step.tsx'

/** What is there of the client, and from it which step is next. */
export function ClientSetup({ agencyId }: { agencyId: string | undefined }) {
  const say = useWelcomeWords()
  const client = useTenant()
  const api = useApi()
  const places = api.useQuery('get', '/v1/locations')
  const resources = api.useQuery('get', '/v1/resources')
  const services = api.useQuery('get', '/v1/services')
  const numbers = api.useQuery('get', '/v1/phone-numbers')
  const schedules = api.useQuery('get', '/v1/schedules')
  const failed = [places, resources, services, numbers, schedules].find(({ error }) => error)
  if (failed) return <ProblemNote thrown={failed.error} retry={() => void failed.refetch()} />
  if (!places.data || !resources.data || !services.data || !numbers.data || !schedules.data)
    return <LoadingRows />
  const [place] = places.data.data
  const staff = resources.data.data.filter(({ kind, active }) => kind === 'staff' && active)
  const offered = services.data.data.filter(({ active }) => active)
  const [number] = numbers.data.data
  const opening = schedules.data.data.find((each) => each.location_id === place?.id && !each.resource_id)
  const able = offered.find(({ id }) => staff.some(({ service_ids: ids }) => ids.includes(id)))
  const lacking = [opening, staff[0], able, number].indexOf(undefined)
  const next = lacking === -1 ? 4 : lacking
  return (
    <>
      <WelcomeStep number={1} title={say('client.title')} done={client.name} open={false} />
      <WelcomeStep number={2} title={say('place.title')} done={opening && place?.name} open={next === 0}>
        <PlaceStep begun={place} />
      </WelcomeStep>
      <WelcomeStep number={3} title={say('staff.title')} done={namesOf(staff)} open={next === 1}>
        {place && <StaffStep place={place} />}
      </WelcomeStep>
      <WelcomeStep number={4} title={say('services.title')} done={able && namesOf(offered)} open={next === 2}>
        <ServicesStep staff={staff} begun={offered} />
      </WelcomeStep>
      <WelcomeStep number={5} title={say('connect.title')} done={number?.number} open={next === 3}>
        {place && <ConnectStep place={place} agencyId={agencyId} />}
      </WelcomeStep>
      <WelcomeStep number={6} title={say('call.title')} open={next === 4}>
        {able && <CallStep service={able} />}
      </WelcomeStep>
    </>
  )
}

const namesOf = (things: ReadonlyArray<{ name: string }>): string => things.map(({ name }) => name).join(', ')
