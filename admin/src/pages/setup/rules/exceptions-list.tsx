import { Table, Text } from '@mantine/core'
import { useApi } from '../../../api/api.ts'
import type { Reply } from '../../../api/reply.ts'
import { useTenant } from '../../../session/session.ts'
import { differencesOf } from '../../../ui/differences.ts'
import { AppLink } from '../../../ui/links.tsx'
import { LoadingRows } from '../../../ui/loading.tsx'
import { ProblemNote } from '../../../ui/problem-note.tsx'
import { useRulesWords } from '../../../words/rules.ts'
import { policyValuesOf, type Subject } from './policy-values.ts'
import { useShownRules } from './use-shown-rules.ts'

type Listed = Reply<'/v1/policies'>['data'][number]

/** Where each has its page; in the order in which they count. */
const PAGES = { resource: 'staff', service: 'services', location: 'hours' } as const
const KINDS = ['resource', 'service', 'location'] as const

/** Every exception there is: whose it is, and what differs from the business. */
export function ExceptionsList() {
  const say = useRulesWords()
  const { data, error, isPending, refetch } = useApi().useQuery('get', '/v1/policies')
  if (error) return <ProblemNote thrown={error} retry={() => void refetch()} />
  if (isPending) return <LoadingRows rows={3} />
  const all = data.data.filter(({ cancel, reschedule }) => cancel || reschedule)
  const rows = KINDS.flatMap((kind) =>
    all.filter(({ subject }) => subject.kind === kind).map((policy) => ({ kind, policy })),
  )
  if (rows.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {say('noExceptions')}
      </Text>
    )
  return (
    <Table aria-label={say('nearest')} verticalSpacing="xs" withTableBorder>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{say('exceptionOf')}</Table.Th>
          <Table.Th>{say('exceptionSays')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ kind, policy }) => (
          <Exception key={`${kind} ${policy.subject.id}`} kind={kind} policy={policy} />
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Exception({ kind, policy }: { kind: (typeof KINDS)[number]; policy: Listed }) {
  const say = useRulesWords()
  const { id: tenant, currency } = useTenant()
  const shown = useShownRules()
  const id = policy.subject.id ?? ''
  const subject: Subject = { kind, id }
  const nothing = policyValuesOf({ subject: { kind, id }, version: 0 }, subject, currency)
  const said = differencesOf(shown, policyValuesOf(policy, subject, currency), nothing)
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400} style={{ verticalAlign: 'top' }}>
        <AppLink to={`/c/$tenant/${PAGES[kind]}/$id`} params={{ tenant, id }} fz="sm">
          {policy.subject.name}
        </AppLink>
        <Text size="xs" c="dimmed">
          {say(`kind.${kind}`)}
        </Text>
      </Table.Th>
      <Table.Td>
        {said.map(({ label, mine }) => (
          <Text key={label} size="sm">
            {label} {mine}
          </Text>
        ))}
      </Table.Td>
    </Table.Tr>
  )
}
