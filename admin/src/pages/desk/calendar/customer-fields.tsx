import { Group, SegmentedControl, Select, Stack, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../../api/api.ts'
import { useCommonWords } from '../../../words/common.ts'
import { useDeskWords } from '../../../words/desk.ts'

/** Somebody known by id, or somebody new. */
export interface CustomerValues {
  customerId: string
  name: string
  phone: string
  email: string
}

/** Milliseconds after the last key. */
const PAUSE = 250
const FEW = 20

/** Whom an appointment is for: found as one types, or new. A number that is known is that customer's anyway. */
export function CustomerFields<V extends CustomerValues>({ form }: { form: UseFormReturnType<V> }) {
  const say = useDeskWords()
  const [known, setKnown] = useState('new')
  const change = (kind: string) => {
    setKnown(kind)
    form.setFieldValue('customerId', '' as never)
  }
  return (
    <Stack gap="xs" role="group" aria-label={say('cal.customer')}>
      <SegmentedControl
        aria-label={say('cal.customer')}
        value={known}
        onChange={change}
        data={[
          { value: 'new', label: say('cal.customerNew') },
          { value: 'known', label: say('cal.customerKnown') },
        ]}
      />
      {known === 'known' ? (
        <KnownCustomer form={form} />
      ) : (
        <>
          <TextInput label={say('cal.customerName')} maxLength={200} {...form.getInputProps('name')} />
          <Group grow>
            <TextInput label={say('cal.customerPhone')} type="tel" {...form.getInputProps('phone')} />
            <TextInput label={say('cal.customerEmail')} type="email" {...form.getInputProps('email')} />
          </Group>
        </>
      )}
    </Stack>
  )
}

function KnownCustomer<V extends CustomerValues>({ form }: { form: UseFormReturnType<V> }) {
  const say = useDeskWords()
  const common = useCommonWords()
  const api = useApi()
  const [typed, setTyped] = useState('')
  const [searched] = useDebouncedValue(typed, PAUSE)
  const query = searched.trim() === '' ? { limit: FEW } : { q: searched.trim(), limit: FEW }
  const { data } = api.useQuery(
    'get',
    '/v1/customers',
    { params: { query } },
    { placeholderData: keepPreviousData },
  )
  const found = (data?.data ?? []).map(({ id, name, phone, email }) => ({
    value: id,
    label: [name ?? say('list.anonymous'), phone, email].filter(Boolean).join(' · '),
  }))
  return (
    <Select
      label={say('cal.customer')}
      placeholder={say('cal.customerSearch')}
      searchable
      required
      data={found}
      filter={({ options }) => options}
      searchValue={typed}
      onSearchChange={setTyped}
      nothingFoundMessage={searched === typed ? common('palette.none') : common('loading')}
      {...form.getInputProps('customerId')}
    />
  )
}
