import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../../api/api.ts'
import { readAnew } from '../../../api/live.ts'
import { useCommonWords } from '../../../words/common.ts'
import { useDeskWords } from '../../../words/desk.ts'
import { useFormats } from '../../../words/formats.ts'
import { nameOf } from '../desk-types.ts'
import type { Move } from './move.ts'

/** Milliseconds in which what was done can be undone from the note about it. */
const LASTS = 12_000

const endOf = (start: string, minutes: number): string =>
  new Date(Date.parse(start) + minutes * 60_000).toISOString()

/** Of the note that is shown: an earlier step is not undone over a later one. */
let latest = ''

/** Notes about what was done, each with a button that undoes it. */
export function useUndoToast(zone: string) {
  const say = useDeskWords()
  const common = useCommonWords()
  const formats = useFormats()
  const { client } = useApi()
  const queries = useQueryClient()

  function show(text: string, undo?: () => void): void {
    notifications.hide(latest)
    const id = crypto.randomUUID()
    latest = id
    const take = () => {
      notifications.hide(id)
      undo?.()
    }
    notifications.show({
      id,
      autoClose: LASTS,
      message: (
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm">{text}</Text>
          {undo && (
            <Button size="compact-sm" variant="light" onClick={take}>
              {common('undo')}
            </Button>
          )}
        </Group>
      ),
    })
  }

  async function cancel(id: string): Promise<void> {
    const body = { actor: 'business' as const }
    await client.POST('/v1/appointments/{id}/cancel', { params: { path: { id } }, body })
    await readAnew(queries, ['/v1/calendar', '/v1/appointments'])
    show(say('cal.undone'))
  }

  return {
    moved({ appointment, start, minutes }: Move, undo: (() => void) | undefined): void {
      if (!undo) {
        show(say('cal.undone'))
        return
      }
      const name = nameOf(appointment, appointment.service_name)
      const text =
        minutes === undefined
          ? say('cal.moved', { name, time: formats.dateTime(start, zone) })
          : say('cal.resized', { name, time: formats.time(endOf(start, minutes), zone) })
      show(text, undo)
    },
    made({ id, start, name }: { id: string; start: string; name: string }): void {
      show(say('cal.made', { name, time: formats.dateTime(start, zone) }), () => void cancel(id))
    },
  }
}
