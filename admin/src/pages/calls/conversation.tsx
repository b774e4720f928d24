import { Badge, Card, Text, Title } from '@mantine/core'
import { useCallWords } from '../../words/calls.ts'
import { useFormats } from '../../words/formats.ts'
import { isLive } from './call-badges.tsx'
import type { CallDetail } from './call-types.ts'
import classes from './conversation.module.css'
import { FunctionCard } from './function-card.tsx'

type Turn = CallDetail['turns'][number]
type Asked = CallDetail['function_calls'][number]
type Row =
  | { at: number | null; turn: Turn; asked?: never }
  | { at: number | null; asked: Asked; turn?: never }

/** In the order in which it happened: each function after the turns that were spoken before it. */
export function rowsOf({
  turns,
  function_calls: calls,
}: Pick<CallDetail, 'turns' | 'function_calls'>): Row[] {
  const after = (count: number): Row[] =>
    calls.filter(({ after_turns }) => after_turns === count).map((asked) => ({ at: asked.offset_ms, asked }))
  return [...after(0), ...turns.flatMap((turn, index) => [{ at: turn.start_ms, turn }, ...after(index + 1)])]
}

/** Two columns on one axis of time: what was said, and what the hub was asked meanwhile. */
export function Conversation({ call }: { call: CallDetail }) {
  const say = useCallWords()
  const rows = rowsOf(call)
  return (
    <Card withBorder component="section" aria-label={say('talk.title')}>
      <div className={classes.heads}>
        <span />
        <Title order={2} size="h5">
          {say('talk.said')}
        </Title>
        <Title order={2} size="h5" className={classes.second}>
          {say('talk.asked')}
        </Title>
      </div>
      {rows.length === 0 && (
        <Text c="dimmed" size="sm" mt="sm">
          {say(isLive(call) ? 'talk.waiting' : 'talk.empty')}
        </Text>
      )}
      <ol className={classes.axis} aria-live={isLive(call) ? 'polite' : 'off'}>
        {rows.map((row, index) => (
          <li
            key={row.asked?.id ?? index}
            className={classes.row}
            {...(row.asked ? { id: `function-${row.asked.id}` } : {})}
          >
            <Moment at={row.at} />
            {row.turn ? (
              <Spoken turn={row.turn} />
            ) : (
              <div className={classes.asked}>
                <FunctionCard asked={row.asked} />
              </div>
            )}
          </li>
        ))}
      </ol>
    </Card>
  )
}

function Moment({ at }: { at: number | null }) {
  const formats = useFormats()
  return (
    <Text size="xs" c="dimmed" className={classes.moment}>
      {at === null ? '' : formats.span(at / 1_000)}
    </Text>
  )
}

function Spoken({ turn }: { turn: Turn }) {
  const say = useCallWords()
  return (
    <div className={classes.spoken} data-by={turn.by}>
      <Badge size="xs" variant="transparent" color="gray" p={0} className={classes.speaker}>
        {say(`talk.${turn.by}`)}
      </Badge>
      <Text size="sm" className={classes.text}>
        {turn.text}
      </Text>
    </div>
  )
}
