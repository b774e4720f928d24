import './setup.css'
import { ActionIcon, Button, Group, Paper, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { type PointerEvent, useState } from 'react'
import { useFormats } from '../../words/formats.ts'
import { useSetupWords } from '../../words/setup.ts'
import { DAYS, type Day } from './setup-types.ts'
import {
  clockOf,
  closed,
  hoursInWeek,
  isOpen,
  minuteOf,
  opened,
  type Range,
  rangesOf,
  shared,
  type WeekRanges,
} from './week-hours.ts'

const FIRST = 6 * 60
const LAST = 22 * 60
const STEP = 30
const ROWS = (LAST - FIRST) / STEP
const ROW_HEIGHT = 16

interface Props {
  value: WeekRanges
  onChange: (value: WeekRanges) => void
  /** Drawn into it; they are changed elsewhere. */
  breaks?: WeekRanges
  readOnly?: boolean
}

const NO_BREAKS = rangesOf({})

interface Drag {
  day: Day
  from: number
  to: number
  opens: boolean
}

/** Hours of a week: painted by dragging (from where it is closed it opens, from where it is open it closes), or typed below. */
export function WeekGrid({ value, onChange, breaks = NO_BREAKS, readOnly = false }: Props) {
  const say = useSetupWords()
  const formats = useFormats()
  return (
    <Stack gap="md">
      <Painted value={value} onChange={onChange} breaks={breaks} readOnly={readOnly} />
      <Text size="sm" c="dimmed">
        {say('week.hours', { hours: formats.number(hoursInWeek(value, breaks)) })}{' '}
        {!readOnly && say('week.how')}
      </Text>
      <Stack gap="xs">
        {DAYS.map((day) => (
          <TypedDay
            key={day}
            day={day}
            ranges={value[day]}
            readOnly={readOnly}
            onChange={(ranges) => onChange({ ...value, [day]: ranges })}
          />
        ))}
      </Stack>
    </Stack>
  )
}

/** For the eye and the pointer only: the fields below say and do the same. */
function Painted({ value, onChange, breaks, readOnly }: Required<Props>) {
  const say = useSetupWords()
  const [drag, setDrag] = useState<Drag>()
  const shown = drag ? { ...value, [drag.day]: after(value[drag.day], drag) } : value
  const begin = (event: PointerEvent<HTMLDivElement>) => {
    const at = placeOf(event)
    // A finger scrolls; the fields below are there for it.
    if (readOnly || !at || event.pointerType === 'touch') return
    event.currentTarget.setPointerCapture(event.pointerId)
    setDrag({ ...at, to: at.from, opens: !isOpen(value[at.day], at.from) })
  }
  const move = (event: PointerEvent<HTMLDivElement>) => {
    const at = drag && placeOf(event)
    if (drag && at) setDrag({ ...drag, to: at.from })
  }
  const end = () => {
    if (drag) onChange(shown)
    setDrag(undefined)
  }
  return (
    <div className="week" aria-hidden>
      <div className="week-clock">
        {Array.from({ length: (LAST - FIRST) / 120 + 1 }, (_, hour) => (
          <span key={clockOf(FIRST + hour * 120)} style={{ top: (hour * 120 * ROW_HEIGHT) / STEP }}>
            {clockOf(FIRST + hour * 120)}
          </span>
        ))}
      </div>
      <div className="week-days">
        <div className="week-heads">
          {DAYS.map((day) => (
            <span key={day}>{say(`days.short.${day}`)}</span>
          ))}
        </div>
        <div
          className="week-paint"
          data-testid="week"
          data-locked={readOnly || undefined}
          style={{ height: ROWS * ROW_HEIGHT }}
          onPointerDown={begin}
          onPointerMove={move}
          onPointerUp={end}
          onPointerCancel={() => setDrag(undefined)}
        >
          {DAYS.map((day, column) =>
            shown[day].map((range) => <Block key={`${day} ${range.start}`} column={column} range={range} />),
          )}
          {DAYS.map((day, column) =>
            shown[day].flatMap((open) =>
              shared([open], breaks[day]).map((range) => (
                <Block key={`${day} ${range.start} break`} column={column} range={range} isBreak />
              )),
            ),
          )}
        </div>
      </div>
    </div>
  )
}

function Block({ column, range, isBreak }: { column: number; range: Range; isBreak?: boolean }) {
  const start = Math.max(range.start, FIRST)
  const end = Math.min(range.end, LAST)
  if (start >= end) return null
  const height = ((end - start) * ROW_HEIGHT) / STEP
  return (
    <div
      className="week-open"
      data-break={isBreak}
      style={{
        left: `calc(${(column * 100) / 7}% + 2px)`,
        width: `calc(${100 / 7}% - 4px)`,
        top: ((start - FIRST) * ROW_HEIGHT) / STEP,
        height,
      }}
    >
      {height >= 28 && !isBreak && (
        <>
          <span>{clockOf(range.start)}</span>
          <span>{clockOf(range.end)}</span>
        </>
      )}
    </div>
  )
}

function placeOf({
  currentTarget,
  clientX,
  clientY,
}: PointerEvent<HTMLDivElement>): { day: Day; from: number } | undefined {
  const { left, top, width } = currentTarget.getBoundingClientRect()
  const day = DAYS[Math.floor(((clientX - left) / width) * 7)]
  const row = Math.min(Math.max(Math.floor((clientY - top) / ROW_HEIGHT), 0), ROWS - 1)
  return day && { day, from: FIRST + row * STEP }
}

function after(ranges: readonly Range[], { from, to, opens }: Drag): Range[] {
  const painted = { start: Math.min(from, to), end: Math.max(from, to) + STEP }
  return opens ? opened(ranges, painted) : closed(ranges, painted)
}

interface DayProps {
  day: Day
  ranges: readonly Range[]
  readOnly: boolean
  onChange: (ranges: Range[]) => void
}

/** The same by typing. */
function TypedDay({ day, ranges, readOnly, onChange }: DayProps) {
  const say = useSetupWords()
  const name = say(`days.long.${day}`)
  const put = (at: number, range: Range) => onChange(ranges.map((each, i) => (i === at ? range : each)))
  const add = () => {
    const start = Math.min((ranges.at(-1)?.end ?? 8 * 60) + 60, 23 * 60)
    onChange([...ranges, { start, end: Math.min(start + 240, 24 * 60) }])
  }
  return (
    <Paper withBorder px="sm" py={6} role="group" aria-label={name}>
      <Group gap="sm" mih={36}>
        <Text size="sm" fw={500} w={96}>
          {name}
        </Text>
        {ranges.length === 0 && (
          <Text size="sm" c="dimmed">
            {say('week.closed')}
          </Text>
        )}
        {ranges.map((range, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a field keeps its focus while its time is typed.
          <Group key={at} gap={4} wrap="nowrap">
            <Clock
              label={say('week.from', { day: name })}
              minute={range.start}
              readOnly={readOnly}
              onChange={(start) => put(at, { ...range, start })}
            />
            –
            <Clock
              label={say('week.to', { day: name })}
              minute={range.end}
              readOnly={readOnly}
              onChange={(end) => put(at, { ...range, end })}
            />
            {!readOnly && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={say('week.remove', { day: name, time: clockOf(range.start) })}
                onClick={() => onChange(ranges.filter((_, i) => i !== at))}
              >
                <IconX size={16} aria-hidden />
              </ActionIcon>
            )}
          </Group>
        ))}
        {!readOnly && (
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={add}
            aria-label={say('week.add', { day: name })}
          >
            {say('week.addShort')}
          </Button>
        )}
      </Group>
    </Paper>
  )
}

interface ClockProps {
  label: string
  minute: number
  readOnly: boolean
  onChange: (minute: number) => void
}

function Clock({ label, minute, readOnly, onChange }: ClockProps) {
  return (
    <TextInput
      type="time"
      size="xs"
      aria-label={label}
      readOnly={readOnly}
      // The day's end is 24:00, which such a field does not know.
      value={clockOf(minute % (24 * 60))}
      onChange={({ currentTarget: { value } }) => value && onChange(minuteOf(value))}
    />
  )
}
