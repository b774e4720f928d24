import { Button, Group, Table, VisuallyHidden } from '@mantine/core'
import { useCommonWords } from '../words/common.ts'
import { ConflictNote, isConflict } from './conflict-note.tsx'
import type { Difference } from './differences.ts'
import { ProblemNote } from './problem-note.tsx'

interface Props {
  /** What the hub refused last; undefined when it took it. */
  failure: unknown
  /** Every complaint stands at its field already. */
  atFields: boolean
  saving: boolean
  /** What stands otherwise in the newer state. */
  differences: readonly Difference[]
  onTheirs: () => void
  onMine: () => void
  /** Else the form's own submit. */
  onSave?: () => void
}

/** The foot of a form of something that has a version: save, or what came in between. */
export function SaveFoot({ failure, atFields, saving, differences, onTheirs, onMine, onSave }: Props) {
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
        <Button loading={saving} {...(onSave ? { onClick: onSave } : { type: 'submit' })}>
          {say('save')}
        </Button>
      </Group>
    </>
  )
}

function Differences({ rows }: { rows: readonly Difference[] }) {
  const say = useCommonWords()
  return (
    <Table withTableBorder>
      <Table.Caption>{say('conflict.differs')}</Table.Caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>
            <VisuallyHidden>{say('conflict.field')}</VisuallyHidden>
          </Table.Th>
          <Table.Th>{say('conflict.mineIs')}</Table.Th>
          <Table.Th>{say('conflict.theirsIs')}</Table.Th>
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
