import { Grid, Select, Stack, Text, TextInput, Title } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { useMay, useTenant } from '../../session/session.ts'
import { differencesOf, type ShownField } from '../../ui/differences.ts'
import { showAtFields } from '../../ui/form-problem.ts'
import { ifMatch } from '../../ui/if-match.ts'
import { LoadingRows } from '../../ui/loading.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { SaveFoot } from '../../ui/save-foot.tsx'
import { bodyOr } from '../../ui/use-saved.ts'
import { useVersioned } from '../../ui/use-versioned.ts'
import { useBillingWords } from '../../words/billing.ts'
import { countriesIn, countryName } from '../../words/countries.ts'
import {
  bodyOf,
  DETAIL_FIELDS,
  type DetailField,
  type DetailValues,
  valuesOf,
} from './billing-details-values.ts'

type Stored = Shape<'BillingDetails'>

/** Who the tenant of the page is on the invoices that it sends and gets. */
export function BillingDetails() {
  const say = useBillingWords()
  const query = useApi().useQuery('get', '/v1/billing-details')
  return (
    <section aria-labelledby="details">
      <Title order={2} size="h4" id="details">
        {say('details.title')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {say('details.about')}
      </Text>
      {query.error && <ProblemNote thrown={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <LoadingRows rows={4} />}
      {query.data && <DetailsForm read={query.data} />}
    </section>
  )
}

function useDetailsForm(read: Stored) {
  const say = useBillingWords()
  const { i18n } = useTranslation()
  const { client } = useApi()
  const { name } = useTenant()
  const needed = (text: string) => (text.trim() ? null : say('details.missing'))
  const form = useForm<DetailValues>({
    initialValues: valuesOf(read.details, name),
    validate: { name: needed, line1: needed, city: needed, country: needed },
  })
  const { save, theirs, foot } = useVersioned<Stored>({
    read,
    async write(before) {
      const params = { header: ifMatch(before?.version ?? 0) }
      const body = bodyOf(form.getValues())
      const saved = bodyOr<Stored>(await client.PUT('/v1/billing-details', { params, body }))
      form.setValues(valuesOf(saved.details, name))
      return saved
    },
    present: async () => bodyOr<Stored>(await client.GET('/v1/billing-details')),
    take: (newer) => form.setValues(valuesOf(newer.details, name)),
    place: (thrown) => showAtFields(form, thrown),
  })
  const shown: Array<ShownField<DetailValues>> = DETAIL_FIELDS.map((field) => [
    say(`details.${field}`),
    (values) =>
      field === 'country' && values.country ? countryName(values.country, i18n.language) : values[field],
  ])
  const differences = differencesOf(shown, form.getValues(), theirs && valuesOf(theirs.details, name))
  return { form, foot: { ...foot, differences }, save }
}

function DetailsForm({ read }: { read: Stored }) {
  const say = useBillingWords()
  const may = useMay()('billing-details:write')
  const { form, foot, save } = useDetailsForm(read)
  return (
    <form onSubmit={form.onSubmit(() => void save())} noValidate>
      <Stack gap="sm">
        <Grid gap="sm">
          <DetailInput form={form} field="name" required autoComplete="organization" />
          <DetailInput form={form} field="line1" required autoComplete="address-line1" />
          <DetailInput form={form} field="line2" autoComplete="address-line2" />
          <DetailInput form={form} field="postal_code" span={4} autoComplete="postal-code" />
          <DetailInput form={form} field="city" span={8} required autoComplete="address-level2" />
          <Country form={form} readOnly={!may} />
          <DetailInput
            form={form}
            field="email"
            type="email"
            autoComplete="email"
            about={say('details.emailAbout')}
          />
          <DetailInput form={form} field="vat_id" span={6} about={say('details.vat_idAbout')} />
          <DetailInput form={form} field="tax_number" span={6} about={say('details.tax_numberAbout')} />
        </Grid>
        {may && <SaveFoot {...foot} />}
      </Stack>
    </form>
  )
}

type Form = UseFormReturnType<DetailValues>

interface InputProps {
  form: Form
  field: Exclude<DetailField, 'country'>
  /** Of twelve columns, from a tablet on. */
  span?: number
  required?: boolean
  type?: string
  autoComplete?: string
  about?: string
}

function DetailInput({ form, field, span = 12, about, ...input }: InputProps) {
  const say = useBillingWords()
  const may = useMay()('billing-details:write')
  return (
    <Grid.Col span={{ base: 12, xs: span }}>
      <TextInput
        label={say(`details.${field}`)}
        {...(about ? { description: about } : {})}
        readOnly={!may}
        {...input}
        {...form.getInputProps(field)}
      />
    </Grid.Col>
  )
}

function Country({ form, readOnly }: { form: Form; readOnly: boolean }) {
  const say = useBillingWords()
  const { i18n } = useTranslation()
  return (
    <Grid.Col span={12}>
      <Select
        label={say('details.country')}
        required
        searchable
        readOnly={readOnly}
        data={countriesIn(i18n.language).map(({ code, name }) => ({ value: code, label: name }))}
        nothingFoundMessage={say('details.noCountry')}
        {...form.getInputProps('country')}
        value={form.values.country || null}
        onChange={(code) => form.setFieldValue('country', code ?? '')}
      />
    </Grid.Col>
  )
}
