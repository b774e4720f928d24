import { Alert, Stack, Text } from '@mantine/core'
import { IconCalendarX } from '@tabler/icons-react'
import { problemOf } from '../../../api/problem.ts'
import { ProblemNote } from '../../../ui/problem-note.tsx'
import { useCommonWords } from '../../../words/common.ts'
import { useDeskWords } from '../../../words/desk.ts'
import { useFormats } from '../../../words/formats.ts'
import { AlternativeButtons } from '../alternative-buttons.tsx'
import { type Alternative, nameOf } from '../desk-types.ts'
import { alternativesOf, isRefusal, useRefusalWords } from '../refusal-words.ts'
import type { Move } from './move.ts'
import type { useMoves } from './use-moves.ts'

interface Props {
  moves: ReturnType<typeof useMoves>
  zone: string
  nameOfResource: (id: string) => string | undefined
}

/** In the calendar itself: why an appointment could not go there, and where it could. */
export function RefusalNote({ moves, zone, nameOfResource }: Props) {
  const say = useDeskWords()
  const common = useCommonWords()
  const formats = useFormats()
  const reason = useRefusalWords()
  const { refused } = moves
  if (!refused) return null
  const { move, thrown } = refused
  if (!isRefusal(thrown)) return <ProblemNote thrown={thrown} />
  const { appointment } = move
  const time = formats.dateTime(move.start, zone)
  return (
    <Alert
      color="orange"
      role="alert"
      icon={<IconCalendarX aria-hidden />}
      title={say('cal.refused', { name: nameOf(appointment, appointment.service_name), time })}
      withCloseButton
      closeButtonLabel={common('close')}
      onClose={moves.forget}
    >
      <Stack gap="xs">
        <Text size="sm">
          {reason(thrown)} {say('cal.stays')}
        </Text>
        {problemOf(thrown).status === 409 && (
          <AlternativeButtons
            alternatives={alternativesOf(thrown)}
            zone={zone}
            nameOfResource={nameOfResource}
            disabled={moves.busy}
            onTake={(alternative) => void moves.move(takenInstead(move, alternative))}
          />
        )}
      </Stack>
    </Alert>
  )
}

/** To the first of the offered resources; the others follow by themselves. */
function takenInstead(move: Move, { start, resource_ids: [to] }: Alternative): Move {
  const from = move.fromResource ?? move.appointment.occupancies[0]?.resource_id
  return {
    ...move,
    start,
    ...(from === undefined ? {} : { fromResource: from }),
    ...(to === undefined ? {} : { toResource: to }),
  }
}
