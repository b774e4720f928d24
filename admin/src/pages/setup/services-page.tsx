import { Badge, Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import { useMay, useTenant } from '../../session/session.ts'
import { type Column, DataList } from '../../ui/data-list.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ButtonLink } from '../../ui/links.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { useFormats } from '../../words/formats.ts'
import { useSetupWords } from '../../words/setup.ts'
import { SegmentBar } from './segment-bar.tsx'
import type { Service } from './setup-types.ts'

/** What a client offers. */
export function ServicesPage() {
  const say = useSetupWords()
  const may = useMay()
  const tenant = useTenant()
  const navigate = useNavigate()
  const api = useApi()
  const [offered, setOffered] = useState('on')
  const services = api.useQuery('get', '/v1/services')
  const columns = useColumns()
  const all = services.data?.data
  const rows = all?.filter(({ active }) => active === (offered === 'on'))
  const add = may('services:write') && (
    <ButtonLink to="/c/$tenant/services/$id" params={{ tenant: tenant.id, id: 'new' }}>
      {say('services.add')}
    </ButtonLink>
  )
  return (
    <>
      <PageHead title={say('services.title')} about={say('services.about')}>
        {add}
      </PageHead>
      <Stack gap="md">
        {all?.some(({ active }) => !active) && (
          <SegmentedControl
            w="fit-content"
            value={offered}
            onChange={setOffered}
            data={[
              { value: 'on', label: say('services.offered') },
              { value: 'off', label: say('services.notOffered') },
            ]}
          />
        )}
        <DataList<Service>
          label={say('services.title')}
          query={{ rows, error: services.error, refetch: services.refetch }}
          rowKey={({ id }) => id}
          onOpen={({ id }) =>
            void navigate({ to: '/c/$tenant/services/$id', params: { tenant: tenant.id, id } })
          }
          empty={<Empty title={say('services.none')}>{add}</Empty>}
          columns={columns}
        />
      </Stack>
    </>
  )
}

function useColumns(): Column<Service>[] {
  const say = useSetupWords()
  const formats = useFormats()
  const resources = useApi().useQuery('get', '/v1/resources')
  const able = (id: string) =>
    (resources.data?.data ?? [])
      .filter((each) => each.active && each.service_ids.includes(id))
      .map(({ name }) => name)
  return [
    {
      id: 'name',
      head: say('fields.name'),
      cell: (service) => (
        <Text size="sm" fw={500}>
          {service.name}
        </Text>
      ),
    },
    {
      id: 'length',
      head: say('fields.length'),
      cell: (service) => (
        <Group gap="xs" wrap="nowrap">
          <Text size="sm" w={60}>
            {say('minutes', { count: service.minutes })}
          </Text>
          <SegmentBar segments={service.segments} width={90} />
        </Group>
      ),
    },
    {
      id: 'price',
      head: say('fields.price'),
      align: 'right',
      cell: ({ price_minor: price, currency }) => (price === null ? '–' : formats.money(price, currency)),
    },
    {
      id: 'who',
      head: say('fields.who'),
      from: 'sm',
      cell: ({ id }) => {
        const names = able(id)
        if (names.length > 0) return <Text size="sm">{names.join(', ')}</Text>
        return resources.data ? <Badge color="orange">{say('services.nobody')}</Badge> : null
      },
    },
  ]
}
