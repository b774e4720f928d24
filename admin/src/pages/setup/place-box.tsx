import { Select, SimpleGrid, Stack, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
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
import type { Place } from './setup-types.ts'

const valuesOf = (read: Place | undefined, usual: Pick<Place, 'zone' | 'language'>) => ({
  name: read?.name ?? '',
  address: read?.address ?? '',
  zone: read?.zone ?? usual.zone,
  language: read?.language ?? usual.language,
  customer_limits: limitValuesOf(read?.customer_limits),
})

/** A location itself: what it is called, where it lies, and how much one customer may book there. */
export function PlaceBox({ read }: { read: Place | undefined }) {
  const say = useRulesWords()
  const setup = useSetupWords()
  const may = useMay()('locations:write')
  const { form, foot } = usePlaceForm(read)
  return (
    <fieldset className="plain" disabled={!may}>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {say('place.title')}
        </Title>
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput label={setup('fields.name')} required {...form.getInputProps('name')} />
          <TextInput label={say('place.address')} maxLength={500} {...form.getInputProps('address')} />
          <Select
            label={say('place.zone')}
            searchable
            allowDeselect={false}
            data={Intl.supportedValuesOf('timeZone')}
            limit={50}
            {...form.getInputProps('zone')}
          />
          <Select
            label={say('place.language')}
            allowDeselect={false}
            data={[
              { value: 'de', label: say('place.de') },
              { value: 'en', label: say('place.en') },
            ]}
            {...form.getInputProps('language')}
          />
        </SimpleGrid>
        <LimitsFields
          of="ofCustomer"
          inputOf={(per) => form.getInputProps(`customer_limits.${per}`)}
          error={form.errors.customer_limits}
        />
        {may && <SaveFoot {...foot} />}
      </Stack>
    </fieldset>
  )
}

function usePlaceForm(read: Place | undefined) {
  const api = useApi()
  const tenant = useTenant()
  const navigate = useNavigate()
  const form = useForm({ initialValues: valuesOf(read, tenant) })
  const { save, theirs, foot } = useVersioned<Place>({
    read,
    async write(before) {
      const { customer_limits: limits, address, ...rest } = form.getValues()
      const body = { ...rest, address: address || null, customer_limits: limitsOf(limits) }
      if (!before) return bodyOr<Place>(await api.client.POST('/v1/locations', { body }))
      const params = { path: { id: before.id }, header: ifMatch(before.version) }
      return bodyOr<Place>(await api.client.PATCH('/v1/locations/{id}', { params, body }))
    },
    present: async ({ id }) =>
      bodyOr<Place>(await api.client.GET('/v1/locations/{id}', { params: { path: { id } } })),
    take: (newer) => form.setValues(valuesOf(newer, tenant)),
    place: (thrown) => showAtFields(form, thrown),
  })
  const saveAndOpen = async () => {
    const saved = await save()
    if (saved && !read)
      await navigate({ to: '/c/$tenant/hours/$id', params: { tenant: tenant.id, id: saved.id } })
  }
  const differences = differencesOf(useShownFields(), form.getValues(), theirs && valuesOf(theirs, tenant))
  return { form, foot: { ...foot, differences, onSave: () => void saveAndOpen() } }
}

function useShownFields(): Array<ShownField<ReturnType<typeof valuesOf>>> {
  const say = useRulesWords()
  const setup = useSetupWords()
  return [
    [setup('fields.name'), ({ name }) => name],
    [say('place.address'), ({ address }) => address],
    [say('place.zone'), ({ zone }) => zone],
    [say('place.language'), ({ language }) => say(`place.${language}`)],
    [say('limits.ofCustomer'), (values) => limitText(values.customer_limits)],
  ]
}
