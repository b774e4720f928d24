import './setup.css'
import { Grid, MultiSelect, NumberInput, Select, SimpleGrid, Stack, Switch, TextInput } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import { useMay, useTenant } from '../../session/session.ts'
import { showAtFields } from '../../ui/form-problem.ts'
import { LoadingPage } from '../../ui/loading.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useSetupWords } from '../../words/setup.ts'
import { AbsencesBox } from './absences-box.tsx'
import { HoursEditor } from './hours-editor.tsx'
import { SaveFoot } from './save-note.tsx'
import { ifMatch, type Kind, type Place, type Resource, type Service } from './setup-types.ts'
import { bodyOr, useSaved } from './use-saved.ts'

/** A member of staff, a room or a piece of equipment; a new one where the address says so. */
export function ResourcePage() {
  const { id } = useParams({ from: '/signed-in/c/$tenant/staff/$id' })
  const say = useSetupWords()
  const api = useApi()
  const isNew = id === 'new'
  const resource = api.useQuery(
    'get',
    '/v1/resources/{id}',
    { params: { path: { id } } },
    { enabled: !isNew },
  )
  const places = api.useQuery('get', '/v1/locations')
  const services = api.useQuery('get', '/v1/services')
  const schedules = api.useQuery('get', '/v1/schedules')
  const all = [places, services, schedules, ...(isNew ? [] : [resource])]
  const failed = all.find(({ error }) => error)
  if (failed) return <ProblemNote thrown={failed.error} retry={() => void failed.refetch()} />
  if (!places.data || !services.data || !schedules.data || (!isNew && !resource.data)) return <LoadingPage />
  const read = resource.data
  const here = schedules.data.data.filter(({ location_id: at }) => at === read?.location_id)
  return (
    <>
      <PageHead title={read?.name ?? say('staff.new')} />
      <Grid gap="xl" key={id}>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Stack gap="xl">
            <ResourceForm read={read} places={places.data.data} services={services.data.data} />
            {read && <AbsencesBox resource={read} />}
          </Stack>
        </Grid.Col>
        {read && (
          <Grid.Col span={{ base: 12, lg: 7 }}>
            <HoursEditor
              title={say('staff.when')}
              read={here.find(({ resource_id: of }) => of === read.id)}
              usual={here.find(({ resource_id: of }) => of === null)?.weekly ?? {}}
              locationId={read.location_id}
              resourceId={read.id}
            />
          </Grid.Col>
        )}
      </Grid>
    </>
  )
}

interface FormProps {
  read: Resource | undefined
  places: readonly Place[]
  services: readonly Service[]
}

const valuesOf = (read: Resource | undefined, places: readonly Place[]) => ({
  name: read?.name ?? '',
  kind: read?.kind ?? ('staff' as Kind),
  location_id: read?.location_id ?? places[0]?.id ?? '',
  seats: read?.seats ?? 1,
  service_ids: read?.service_ids ?? [],
  active: read?.active ?? true,
})

function ResourceForm(props: FormProps) {
  const may = useMay()('resources:write')
  const { form, save, ...foot } = useResourceForm(props)
  return (
    <fieldset className="plain" disabled={!may}>
      <Stack>
        <ResourceFields form={form} {...props} />
        {may && <SaveFoot {...foot} onSave={save} />}
      </Stack>
    </fieldset>
  )
}

type Form = UseFormReturnType<ReturnType<typeof valuesOf>>

function ResourceFields({ form, places, services }: FormProps & { form: Form }) {
  const say = useSetupWords()
  const kinds = (['staff', 'room', 'equipment'] as const).map((kind) => ({
    value: kind,
    label: say(`kinds.one.${kind}`),
  }))
  const optionOf = ({ id, name }: Place | Service) => ({ value: id, label: name })
  return (
    <>
      <TextInput label={say('fields.name')} required {...form.getInputProps('name')} />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Select
          label={say('fields.kind')}
          allowDeselect={false}
          data={kinds}
          {...form.getInputProps('kind')}
        />
        <Select
          label={say('fields.location')}
          allowDeselect={false}
          data={places.map(optionOf)}
          {...form.getInputProps('location_id')}
        />
      </SimpleGrid>
      <MultiSelect
        label={say('fields.services')}
        description={say('staff.skills')}
        searchable
        data={services.filter(({ active }) => active).map(optionOf)}
        {...form.getInputProps('service_ids')}
      />
      <NumberInput
        label={say('staff.seats')}
        description={say('staff.seatsAbout')}
        min={1}
        max={100}
        {...form.getInputProps('seats')}
      />
      <Switch
        label={say('staff.bookable')}
        checked={form.getValues().active}
        onChange={({ currentTarget: { checked } }) => form.setFieldValue('active', checked)}
      />
    </>
  )
}

function useResourceForm({ read, places }: FormProps) {
  const api = useApi()
  const tenant = useTenant()
  const navigate = useNavigate()
  const [base, setBase] = useState(read)
  const [atFields, setAtFields] = useState(false)
  const { run, failure, setFailure, saving } = useSaved()
  const form = useForm({ initialValues: valuesOf(read, places) })
  const write = async (before: Resource | undefined) => {
    const saved = await run(async () => {
      const { active, ...body } = form.getValues()
      const path = { id: before?.id ?? '' }
      const reply = before
        ? await api.client.PATCH('/v1/resources/{id}', {
            params: { path, header: ifMatch(before.version) },
            body: { ...body, active },
          })
        : await api.client.POST('/v1/resources', { body })
      if (reply.error) setAtFields(showAtFields(form, reply.error))
      return bodyOr<Resource>(reply)
    })
    if (!saved) return
    setBase(saved)
    if (!before) await navigate({ to: '/c/$tenant/staff/$id', params: { tenant: tenant.id, id: saved.id } })
  }
  const present = async () =>
    base &&
    bodyOr<Resource>(await api.client.GET('/v1/resources/{id}', { params: { path: { id: base.id } } }))
  const take = async () => {
    const theirs = await present()
    form.setValues(valuesOf(theirs, places))
    setBase(theirs)
    setFailure(undefined)
  }
  return {
    form,
    failure,
    atFields,
    saving,
    save: () => void write(base),
    onTheirs: () => void take().catch(setFailure),
    onMine: () => void present().then(write).catch(setFailure),
  }
}
