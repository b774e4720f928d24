import { Text, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { keepPreviousData } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import { useTenant } from '../../session/session.ts'
import { type Column, DataList } from '../../ui/data-list.tsx'
import { Empty } from '../../ui/empty.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { byCursor, usePages } from '../../ui/use-pages.ts'
import { useCustomerWords } from '../../words/customers.ts'
import type { Customer } from './customer-types.ts'

const PAGE = 100
/** Best matches shown for what is typed. */
const MATCHES = 50
/** Milliseconds without a key before it is searched. */
const PAUSE = 150

/** All customers, the latest first, or those who match what is being typed. */
export function CustomersPage() {
  const say = useCustomerWords()
  const tenant = useTenant()
  const navigate = useNavigate()
  const { q = '' }: { q?: string } = useSearch({ strict: false })
  const [typed, setTyped] = useState(q)
  const list = useList(q)
  const columns = useColumns()
  const look = useDebouncedCallback(
    (text: string) =>
      void navigate({
        to: '/c/$tenant/customers',
        params: { tenant: tenant.id },
        search: (text.trim() === '' ? {} : { q: text.trim() }) as never,
        replace: true,
      }),
    PAUSE,
  )
  return (
    <>
      <PageHead title={say('list.title')} />
      <TextInput
        mb="md"
        maw={480}
        type="search"
        label={say('list.search')}
        placeholder={say('list.hint')}
        value={typed}
        maxLength={100}
        leftSection={<IconSearch size={16} aria-hidden />}
        onChange={({ currentTarget: { value } }) => {
          setTyped(value)
          look(value)
        }}
      />
      {q !== '' && list.rows && list.rows.length === MATCHES && (
        <Text size="sm" c="dimmed" mb="xs">
          {say('list.best')}
        </Text>
      )}
      <DataList
        label={say('list.title')}
        query={list}
        columns={columns}
        rowKey={({ id }) => id}
        onOpen={({ id }) =>
          void navigate({ to: '/c/$tenant/customers/$id', params: { tenant: tenant.id, id } })
        }
        empty={<Empty title={say(q === '' ? 'list.noneYet' : 'list.none')} />}
      />
    </>
  )
}

function useList(q: string) {
  const api = useApi()
  const query = q === '' ? { order: 'newest' as const, limit: PAGE } : { q, limit: MATCHES }
  const found = api.useInfiniteQuery(
    'get',
    '/v1/customers',
    { params: { query } },
    {
      ...byCursor,
      // What was found last stays while the next letters are looked for.
      placeholderData: keepPreviousData,
    },
  )
  return usePages(found)
}

function useColumns(): Column<Customer>[] {
  const say = useCustomerWords()
  return [
    { id: 'name', head: say('list.name'), cell: ({ name }) => name ?? say('list.nameless') },
    { id: 'phone', head: say('list.phone'), cell: ({ phone }) => phone ?? '' },
    { id: 'email', head: say('list.email'), from: 'md', cell: ({ email }) => email ?? '' },
    {
      id: 'language',
      head: say('list.language'),
      from: 'sm',
      cell: ({ language }) => say(`language.${language}`),
    },
  ]
}
