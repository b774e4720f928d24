import { Button, Group, Table, VisuallyHidden } from '@mantine/core'
import { ConflictNote, isConflict } from '../../ui/conflict-note.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useCommonWords } from '../../words/common.ts'
import { useSetupWords } from '../../words/setup.ts'

/** One field as two people have left it. */
export interface Difference {
  label: string
  mine: string
  theirs: string
}

interface Props {
  /** What the hub refused last; undefined when it took it. */
  failure: unknown
  /** Every complaint stands at its field already. */
  atFields?: boolean
  saving: boolean
  disabled?: boolean
  /** What stands otherwise in the newer state. */
  differences?: readonly Difference[]
  onTheirs: () => void
  onMine: () => void
  onSave: () => void
}

/** The foot of a form of something that has a version: save, or what came in between. */
export function SaveFoot({
  failure,
  atFields = false,
  saving,
  disabled = false,
  differences = [],
  onTheirs,
  onMine,
  onSave,
}: Props) {
  const say = useCommonWords()
  return (
    <>
      {isConflict(failure) && (
        <>
          {differences.length > 0 && <Differences rows={differences} />}
          <ConflictNote onTheirs={onTheirs} onMine={onMine} />
        </>
      )}
      {failure !== undefined && !isConflict(failure) && !atFields && <ProblemNote thrown={failure} />}
      <Group>
        <Button onClick={onSave} loading={saving} disabled={disabled}>
          {say('save')}
        </Button>
      </Group>
    </>
  )
}

function Differences({ rows }: { rows: readonly Difference[] }) {
  const say = useSetupWords()
  return (
    <Table withTableBorder>
      <Table.Caption>{say('differs.title')}</Table.Caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>
            <VisuallyHidden>{say('fields.name')}</VisuallyHidden>
          </Table.Th>
          <Table.Th>{say('differs.mine')}</Table.Th>
          <Table.Th>{say('differs.theirs')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ label, mine, theirs }) => (
          <Table.Tr key={label}>
            <Table.Th scope="row">{label}</Table.Th>
            <Table.Td>{mine}</Table.Td>
            <Table.Td>{theirs}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
