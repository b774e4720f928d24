import './setup.css'
import {
  Button,
  Fieldset,
  Grid,
  Group,
  MultiSelect,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useParams } from '@tanstack/react-router'
import { useApi } from '../../api/api.ts'
import { useMay, useTenant } from '../../session/session.ts'
import { MoneyInput } from '../../ui/money-input.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { SaveFoot } from '../../ui/save-foot.tsx'
import { Unread } from '../../ui/unread.tsx'
import { useRulesWords } from '../../words/rules.ts'
import { useSetupWords } from '../../words/setup.ts'
import { BufferFields } from './buffer-fields.tsx'
import { ExplainBox } from './explain-box.tsx'
import { PolicyBox } from './rules/policy-box.tsx'
import { SegmentsField } from './segments-field.tsx'
import { LengthsField } from './service-lengths.tsx'
import { TimeFields, WindowFields } from './service-times.tsx'
import type { ServiceValues } from './service-values.ts'
import type { Resource } from './setup-types.ts'
import { SlotPreview } from './slot-preview.tsx'
import { useServiceDifferences } from './use-service-differences.ts'
import { type ServiceFormProps, useServiceForm } from './use-service-form.ts'

/** One service, or a new one where the address says so. */
export function ServicePage() {
  const { id } = useParams({ from: '/signed-in/c/$tenant/services/$id' })
  const api = useApi()
  const isNew = id === 'new'
  const service = api.useQuery('get', '/v1/services/{id}', { params: { path: { id } } }, { enabled: !isNew })
  const resources = api.useQuery('get', '/v1/resources')
  if (!resources.data || (!isNew && !service.data)) return <Unread of={[service, resources]} />
  return <ServiceForm key={id} read={service.data} resources={resources.data.data} />
}

function ServiceForm({ read, resources }: ServiceFormProps) {
  const say = useSetupWords()
  const rules = useRulesWords()
  const may = useMay()('services:write')
  const { form, save, foot, theirs } = useServiceForm({ read, resources })
  const differences = useServiceDifferences(resources, form.getValues(), theirs)
  return (
    <>
      <PageHead title={read?.name ?? say('services.new')} about={say('services.formAbout')} />
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <fieldset className="plain" disabled={!may}>
            <Stack gap="lg">
              <MainFields form={form} />
              <Segments form={form} />
              <WhoFields form={form} resources={resources} />
              <LengthsField form={form} />
              <BufferFields form={form} />
              <TimeFields form={form} />
              <WindowFields form={form} />
              <SpokenFields form={form} />
              {may && <SaveFoot {...foot} differences={differences} onSave={save} />}
            </Stack>
          </fieldset>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Stack gap="lg">
            <SlotPreview values={form.getValues()} resources={resources} />
            {read && <ExplainBox serviceId={read.id} />}
          </Stack>
        </Grid.Col>
        {read && (
          <Grid.Col span={12}>
            <PolicyBox
              title={rules('ofService')}
              about={rules('ownAbout')}
              subject={{ kind: 'service', id: read.id }}
            />
          </Grid.Col>
        )}
      </Grid>
    </>
  )
}

type Form = UseFormReturnType<ServiceValues>

function MainFields({ form }: { form: Form }) {
  const say = useSetupWords()
  const { currency } = useTenant()
  return (
    <>
      <TextInput label={say('fields.name')} required {...form.getInputProps('name')} />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <MoneyInput
          label={say('fields.price')}
          currency={currency}
          description={say('fields.priceAbout')}
          {...form.getInputProps('price')}
          error={form.errors.price_minor}
        />
        <NumberInput
          label={say('fields.capacity')}
          description={say('fields.capacityAbout')}
          min={1}
          max={1000}
          {...form.getInputProps('capacity')}
        />
      </SimpleGrid>
      <Textarea
        label={say('fields.description')}
        description={say('fields.descriptionAbout')}
        autosize
        minRows={2}
        {...form.getInputProps('description')}
      />
      <Switch
        label={say('fields.active')}
        checked={form.getValues().active}
        onChange={({ currentTarget: { checked } }) => form.setFieldValue('active', checked)}
      />
    </>
  )
}

function Segments({ form }: { form: Form }) {
  const { value, onChange, error } = form.getInputProps('segments')
  return <SegmentsField value={value} onChange={onChange} error={error} />
}

function WhoFields({ form, resources }: { form: Form; resources: readonly Resource[] }) {
  const say = useSetupWords()
  const kinds = ['staff', 'room', 'equipment'] as const
  const data = kinds
    .map((kind) => ({
      group: say(`kinds.many.${kind}`),
      items: resources
        .filter((each) => each.kind === kind && each.active)
        .map(({ id, name }) => ({ value: id, label: name })),
    }))
    .filter(({ items }) => items.length > 0)
  const all = resources.filter(({ active, kind }) => active && kind === 'staff').map(({ id }) => id)
  const choices = ['fewest_gaps', 'least_busy', 'round_robin', 'same_as_last_time'] as const
  return (
    <>
      <Group align="flex-end">
        <MultiSelect
          flex={1}
          miw={220}
          label={say('fields.who')}
          description={say('fields.whoAbout')}
          data={data}
          searchable
          {...form.getInputProps('resources')}
        />
        <Button
          variant="default"
          onClick={() =>
            form.setFieldValue('resources', [...new Set([...form.getValues().resources, ...all])])
          }
        >
          {say('fields.everybody')}
        </Button>
      </Group>
      {all.length > 1 && (
        <Select
          label={say('choose.title')}
          description={say('choose.about')}
          allowDeselect={false}
          data={choices.map((value) => ({ value, label: say(`choose.${value}`) }))}
          {...form.getInputProps('choose')}
        />
      )}
    </>
  )
}

function SpokenFields({ form }: { form: Form }) {
  const say = useSetupWords()
  return (
    <Fieldset legend={say('spoken.title')}>
      <Stack>
        <TagsInput label={say('spoken.de')} description={say('spoken.about')} {...form.getInputProps('de')} />
        <TagsInput label={say('spoken.en')} {...form.getInputProps('en')} />
        <TagsInput label={say('spoken.any')} {...form.getInputProps('spoken_names')} />
      </Stack>
    </Fieldset>
  )
}
