import './setup.css'
import { Grid, MultiSelect, NumberInput, Select, SimpleGrid, Stack, Switch, TextInput } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useApi } from '../../api/api.ts'
import { useMay, useTenant } from '../../session/session.ts'
import { differencesOf, type ShownField } from '../../ui/differences.ts'
import { showAtFields } from '../../ui/form-problem.ts'
import { ifMatch } from '../../ui/if-match.ts'
import { LoadingPage } from '../../ui/loading.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { SaveFoot } from '../../ui/save-foot.tsx'
import { bodyOr } from '../../ui/use-saved.ts'
import { useVersioned } from '../../ui/use-versioned.ts'
import { useSetupWords } from '../../words/setup.ts'
import { AbsencesBox } from './absences-box.tsx'
import { HoursEditor } from './hours-editor.tsx'
import type { Kind, Place, Resource, Service } from './setup-types.ts'

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
  const { form, save, foot } = useResourceForm(props)
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

function useResourceForm({ read, places, services }: FormProps) {
  const api = useApi()
  const tenant = useTenant()
  const navigate = useNavigate()
  const form = useForm({ initialValues: valuesOf(read, places) })
  const { save, theirs, foot } = useVersioned<Resource>({
    read,
    async write(before) {
      const { active, ...body } = form.getValues()
      if (!before) return bodyOr<Resource>(await api.client.POST('/v1/resources', { body }))
      const params = { path: { id: before.id }, header: ifMatch(before.version) }
      return bodyOr<Resource>(
        await api.client.PATCH('/v1/resources/{id}', { params, body: { ...body, active } }),
      )
    },
    present: async ({ id }) =>
      bodyOr<Resource>(await api.client.GET('/v1/resources/{id}', { params: { path: { id } } })),
    take: (newer) => form.setValues(valuesOf(newer, places)),
    place: (thrown) => showAtFields(form, thrown),
  })
  const saveAndOpen = async () => {
    const saved = await save()
    if (saved && !read)
      await navigate({ to: '/c/$tenant/staff/$id', params: { tenant: tenant.id, id: saved.id } })
  }
  const shown = useShownFields({ places, services })
  const differences = differencesOf(shown, form.getValues(), theirs && valuesOf(theirs, places))
  return { form, foot: { ...foot, differences }, save: () => void saveAndOpen() }
}

function useShownFields({ places, services }: Pick<FormProps, 'places' | 'services'>) {
  const say = useSetupWords()
  const nameOf = (list: ReadonlyArray<Place | Service>, id: string) =>
    list.find((one) => one.id === id)?.name ?? id
  const shown: Array<ShownField<ReturnType<typeof valuesOf>>> = [
    [say('fields.name'), ({ name }) => name],
    [say('fields.kind'), ({ kind }) => say(`kinds.one.${kind}`)],
    [say('fields.location'), ({ location_id: id }) => nameOf(places, id)],
    [
      say('fields.services'),
      ({ service_ids: ids }) =>
        ids
          .map((id) => nameOf(services, id))
          .toSorted()
          .join(', '),
    ],
    [say('staff.seats'), ({ seats }) => seats],
    [say('staff.bookable'), ({ active }) => (active ? '✓' : '–')],
  ]
  return shown
}
