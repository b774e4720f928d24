import { Alert, Button, Grid, NumberInput, SimpleGrid, Stack, TextInput, Title } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { IconCopy, IconPlus } from '@tabler/icons-react'
import { useParams, useSearch } from '@tanstack/react-router'
import { useApi } from '../../api/api.ts'
import { useMay, useTenant } from '../../session/session.ts'
import { ButtonLink } from '../../ui/links.tsx'
import { MoneyInput } from '../../ui/money-input.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { SaveFoot } from '../../ui/save-foot.tsx'
import { Unread } from '../../ui/unread.tsx'
import { usePlanWords } from '../../words/plans.ts'
import { LimitFields } from './limit-fields.tsx'
import { PlanPreview } from './plan-preview.tsx'
import { NEW_PRICE, type Plan, type PlanValues } from './plan-values.ts'
import { PriceFields } from './price-fields.tsx'
import { usePlanForm } from './use-plan-form.ts'

/** One plan, or a new one where the address says so, perhaps like another one. */
export function PlanPage() {
  const { id } = useParams({ from: '/signed-in/c/$tenant/billing/plans/$id' })
  const { like } = useSearch({ from: '/signed-in/c/$tenant/billing/plans/$id' })
  const isNew = id === 'new'
  const known = isNew ? like : id
  const query = useApi().useQuery(
    'get',
    '/v1/plans/{id}',
    { params: { path: { id: known ?? '' } } },
    { enabled: known !== undefined },
  )
  if (known !== undefined && !query.data) return <Unread of={[query]} />
  const read = isNew ? undefined : query.data
  return <PlanForm key={`${id} ${like}`} read={read} like={isNew ? query.data : undefined} />
}

function PlanForm({ read, like }: { read: Plan | undefined; like: Plan | undefined }) {
  const say = usePlanWords()
  const may = useMay()('plans:write')
  const tenant = useTenant()
  const { form, foot } = usePlanForm({ read, like })
  return (
    <>
      <PageHead title={read?.name ?? say('new')} about={say('about')}>
        {read && may && (
          <ButtonLink
            to="/c/$tenant/billing/plans/$id"
            params={{ tenant: tenant.id, id: 'new' }}
            search={{ like: read.id }}
            variant="default"
            leftSection={<IconCopy size={16} aria-hidden />}
          >
            {say('like')}
          </ButtonLink>
        )}
      </PageHead>
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <fieldset className="plain" disabled={!may}>
            <Stack gap="lg">
              {read && <OnIt id={read.id} />}
              <Fields form={form} isNew={!read} />
              {may && <SaveFoot {...foot} />}
            </Stack>
          </fieldset>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <PlanPreview values={form.values} onRefused={form.setErrors} />
        </Grid.Col>
      </Grid>
    </>
  )
}

/** For whom a change counts. */
function OnIt({ id }: { id: string }) {
  const say = usePlanWords()
  const { data } = useApi().useQuery('get', '/v1/subscriptions')
  const count = data?.data.filter(
    ({ plan_id: plan, ended_at: ended }) => plan === id && ended === null,
  ).length
  if (!count) return null
  return <Alert color="gray">{say('onIt', { count })}</Alert>
}

function Fields({ form, isNew }: { form: UseFormReturnType<PlanValues>; isNew: boolean }) {
  const say = usePlanWords()
  const { terms } = form.values
  return (
    <>
      <TextInput label={say('name')} required withAsterisk {...form.getInputProps('name')} />
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <TextInput
          label={say('currency')}
          maxLength={3}
          disabled={!isNew}
          {...form.getInputProps('terms.currency')}
          onChange={({ currentTarget: { value } }) =>
            form.setFieldValue('terms.currency', value.toUpperCase())
          }
        />
        <MoneyInput
          label={say('fee')}
          currency={terms.currency}
          {...form.getInputProps('terms.flat_fee_minor')}
        />
        <NumberInput
          label={say('tax')}
          suffix=" %"
          min={0}
          hideControls
          {...form.getInputProps('terms.tax_percent')}
        />
      </SimpleGrid>
      <Title order={2} size="h4">
        {say('prices')}
      </Title>
      {terms.prices.map((price, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a field keeps its focus while it is typed in.
        <PriceFields key={at} form={form} at={at} price={price} />
      ))}
      <Button
        variant="default"
        leftSection={<IconPlus size={16} aria-hidden />}
        style={{ alignSelf: 'flex-start' }}
        onClick={() => form.insertListItem('terms.prices', NEW_PRICE)}
      >
        {say('addPrice')}
      </Button>
      <LimitFields form={form} path="terms" limits={terms} currency={terms.currency} />
    </>
  )
}
