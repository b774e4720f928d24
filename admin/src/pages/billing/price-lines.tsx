import { Button, Table, Text } from '@mantine/core'
import type { Shape } from '../../api/shapes.ts'
import { among } from '../../ui/among.ts'
import { useBillingWords } from '../../words/billing.ts'
import { useFormats } from '../../words/formats.ts'
import { METERS, useQuantity } from './meters.ts'
import { FIXED } from './plan-values.ts'

type Priced = Pick<Shape<'Invoice'>, 'lines' | 'totals' | 'currency'>
export type Line = Priced['lines'][number]

interface Props {
  priced: Priced
  /** Where there is something behind a line of usage. */
  explain?: (line: Line) => void
}

/** Each line with how it comes about. */
export function PriceLines({ priced: { lines, totals, currency }, explain }: Props) {
  const say = useBillingWords()
  const formats = useFormats()
  return (
    <Table.ScrollContainer minWidth={280}>
      <Table aria-label={say('lines')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('line.head')}</Table.Th>
            <Table.Th visibleFrom="sm">{say('how')}</Table.Th>
            <Table.Th ta="right">{say('lineSum')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map((line) => (
            <LineRow key={JSON.stringify(line)} line={line} currency={currency} explain={explain} />
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          <Table.Tr>
            <Table.Th>{say('sum')}</Table.Th>
            <Table.Td visibleFrom="sm" />
            <Table.Th ta="right">{formats.money(totals.total_minor, currency)}</Table.Th>
          </Table.Tr>
        </Table.Tfoot>
      </Table>
    </Table.ScrollContainer>
  )
}

interface RowProps {
  line: Line
  currency: string
  explain: Props['explain']
}

function LineRow({ line, currency, explain }: RowProps) {
  const say = useBillingWords()
  const formats = useFormats()
  const meter = among(METERS, line.meter)
  const fixed = among(FIXED, line.description_key)
  const kind = fixed ? say(`fixed.${fixed}`) : say(`line.${line.kind}`)
  return (
    <Table.Tr>
      <Table.Td>
        {meter ? `${kind}: ${say(`meter.${meter}`)}` : kind}
        <Text component="div" size="sm" c="dimmed" hiddenFrom="sm">
          <How line={line} currency={currency} />
        </Text>
        {meter && explain && (
          <div className="unprinted">
            <Button size="compact-xs" variant="subtle" px={0} onClick={() => explain(line)}>
              {say('explain')}
            </Button>
          </div>
        )}
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <How line={line} currency={currency} />
      </Table.Td>
      <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
        {formats.money(line.amount_minor, currency)}
      </Table.Td>
    </Table.Tr>
  )
}

const UNITS = ['second', 'minute', 'hour', 'call', 'appointment', 'period', 'day', 'tier', 'package'] as const

/** Seconds are counted, and priced by what is longer. */
const SPANS: Readonly<Record<string, 'minute' | 'hour'>> = { 60: 'minute', 3600: 'hour' }

/** A line's amount is quantity × price / price quantity: said in the unit that is priced. */
function How({ line, currency }: { line: Line; currency: string }) {
  const say = useBillingWords()
  const formats = useFormats()
  const quantity = useQuantity()
  const { meter, unit, unit_price: price, price_quantity: per, basis } = line
  if (basis?.kind === 'percent') return `${formats.number(Number(basis.percent))} %`
  if (unit === currency) return null
  const word = among(UNITS, unit)
  const longer = meter === 'call_seconds' ? SPANS[per] : undefined
  const isCounted = meter && unit !== 'package' && unit !== 'tier'
  const amount = isCounted ? quantity(meter, line.quantity) : formats.number(Number(line.quantity))
  const pricedIn = longer ? say(`unit.${longer}`) : word ? say(`unit.${word}`) : unit
  const rate = Number(price) / (longer ? 1 : Number(per))
  return (
    <>
      <Text size="sm">
        {Number(price) === 0
          ? `${amount} (${say('why.free')})`
          : `${amount} × ${formats.rate(rate, currency)} / ${pricedIn}`}
      </Text>
      <Basis line={line} currency={currency} />
    </>
  )
}

function Basis({ line: { basis }, currency }: { line: Line; currency: string }) {
  const say = useBillingWords()
  const formats = useFormats()
  if (!basis || basis.kind === 'percent') return null
  const number = (decimal: string) => formats.number(Number(decimal))
  const unitOf = (unit: string) => {
    const known = among(UNITS, unit)
    return known ? say(`unit.${known}`) : unit
  }
  const text = () => {
    if (basis.kind === 'limit') return say('why.limit', { limit: formats.money(basis.limit_minor, currency) })
    if (basis.kind === 'package') {
      const counted = (decimal: string) =>
        basis.unit === 'second' ? formats.span(Number(decimal)) : `${number(decimal)} ${unitOf(basis.unit)}`
      return say('why.package', { used: counted(basis.used), size: counted(basis.size) })
    }
    const unit = unitOf(basis.unit)
    return basis.up_to === null
      ? say('why.tierOpen', { after: number(basis.after), unit })
      : say('why.tier', { after: number(basis.after), upTo: number(basis.up_to), unit })
  }
  return (
    <Text size="sm" c="dimmed">
      {text()}
    </Text>
  )
}
