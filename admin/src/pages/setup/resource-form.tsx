import { MultiSelect, NumberInput, Select, SimpleGrid, Stack, Switch, TextInput } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { useApi } from '../../api/api.ts'
import { useMay, useTenant } from '../../session/session.ts'
import { differencesOf, type ShownField } from '../../ui/differences.ts'
import { showAtFields } from '../../ui/form-problem.ts'
import { ifMatch } from '../../ui/if-match.ts'
import { SaveFoot } from '../../ui/save-foot.tsx'
import { bodyOr } from '../../ui/use-saved.ts'
import { useVersioned } from '../../ui/use-versioned.ts'
import { useRulesWords } from '../../words/rules.ts'
import { useSetupWords } from '../../words/setup.ts'
import { LimitsFields, limitsOf, limitText, limitValuesOf } from './limits-fields.tsx'
import type { Kind, Place, Resource, Service, Skill } from './setup-types.ts'
import { SkillShares } from './skill-shares.tsx'

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
  skills: read?.skills ?? [],
  limits: limitValuesOf(read?.limits),
  active: read?.active ?? true,
})

/** Who or what it is, what they are able to do, and how much of it. */
export function ResourceForm(props: FormProps) {
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
  const kinds = (['staff', 'room', 'equipment'] as const).map((each) => ({
    value: each,
    label: say(`kinds.one.${each}`),
  }))
  const { skills, kind } = form.getValues()
  const skillOf = (id: string): Skill =>
    skills.find(({ service_id: of }) => of === id) ?? { service_id: id, weight: 1, priority: 0 }
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
        value={skills.map(({ service_id: id }) => id)}
        onChange={(ids) => form.setFieldValue('skills', ids.map(skillOf))}
        error={form.errors.skills}
      />
      {kind === 'staff' && (
        <SkillShares
          skills={skills}
          services={services}
          onChange={(changed) => form.setFieldValue('skills', changed)}
        />
      )}
      <NumberInput
        label={say('staff.seats')}
        description={say('staff.seatsAbout')}
        min={1}
        max={100}
        {...form.getInputProps('seats')}
      />
      <LimitsFields
        of="ofResource"
        inputOf={(per) => form.getInputProps(`limits.${per}`)}
        error={form.errors.limits}
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
      const { active, limits, ...rest } = form.getValues()
      const body = { ...rest, limits: limitsOf(limits) }
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
  const rules = useRulesWords()
  const nameOf = (list: ReadonlyArray<Place | Service>, id: string) =>
    list.find((one) => one.id === id)?.name ?? id
  const skillText = ({ service_id: id, priority, weight }: Skill) =>
    `${nameOf(services, id)} (${priority}, ${weight})`
  const shown: Array<ShownField<ReturnType<typeof valuesOf>>> = [
    [say('fields.name'), ({ name }) => name],
    [say('fields.kind'), ({ kind }) => say(`kinds.one.${kind}`)],
    [say('fields.location'), ({ location_id: id }) => nameOf(places, id)],
    [say('fields.services'), ({ skills }) => skills.map(skillText).toSorted().join(', ')],
    [say('staff.seats'), ({ seats }) => seats],
    [rules('limits.ofResource'), ({ limits }) => limitText(limits)],
    [say('staff.bookable'), ({ active }) => (active ? '✓' : '–')],
  ]
  return shown
}
