import { Text } from '@mantine/core'
import type { Shape } from '../../api/shapes.ts'
import { among } from '../../ui/among.ts'
import type { Column } from '../../ui/data-list.tsx'
import { ThingLink } from '../../ui/thing-link.tsx'
import { When } from '../../ui/when.tsx'
import { useBillingWords } from '../../words/billing.ts'
import { METERS, useQuantity } from './meters.ts'

type Usage = Shape<'UsageEvent'>

/** Usage events, each with the call that it is of. */
export function useUsageColumns(): Column<Pick<Usage, 'occurred_at' | 'meter' | 'quantity' | 'call_id'>>[] {
  const say = useBillingWords()
  const quantity = useQuantity()
  return [
    { id: 'at', head: say('day'), cell: (row) => <When at={row.occurred_at} /> },
    {
      id: 'meter',
      head: say('used'),
      cell: ({ meter }) => {
        const known = among(METERS, meter)
        return known ? say(`meter.${known}`) : meter
      },
    },
    { id: 'quantity', head: '', align: 'right', cell: (row) => quantity(row.meter, row.quantity) },
    {
      id: 'call',
      head: say('call'),
      from: 'sm',
      cell: ({ call_id: id }) =>
        id ? (
          <ThingLink kind="call" id={id}>
            {say('call')}
          </ThingLink>
        ) : (
          <Text size="sm" c="dimmed">
            {say('noCall')}
          </Text>
        ),
    },
  ]
}
