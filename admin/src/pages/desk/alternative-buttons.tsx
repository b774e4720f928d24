import { Button, Group, Text } from '@mantine/core'
import { useDeskWords } from '../../words/desk.ts'
import { useFormats } from '../../words/formats.ts'
import type { Alternative } from './desk-types.ts'

interface Props {
  alternatives: readonly Alternative[]
  zone: string
  nameOfResource: (id: string) => string | undefined
  onTake: (alternative: Alternative) => void
  disabled?: boolean
}

/** What could be had instead, a button each. */
export function AlternativeButtons({ alternatives, zone, nameOfResource, onTake, disabled = false }: Props) {
  const say = useDeskWords()
  const formats = useFormats()
  if (alternatives.length === 0) return <Text size="sm">{say('cal.noneFree')}</Text>
  return (
    <Group gap="xs">
      <Text size="sm">{say('cal.instead')}</Text>
      {alternatives.map((each) => {
        const who = each.resource_ids.map(nameOfResource).filter(Boolean).join(', ')
        return (
          <Button
            key={`${each.start} ${who}`}
            size="xs"
            variant="default"
            disabled={disabled}
            onClick={() => onTake(each)}
          >
            {formats.dateTime(each.start, zone)}
            {who && ` · ${who}`}
          </Button>
        )
      })}
    </Group>
  )
}
