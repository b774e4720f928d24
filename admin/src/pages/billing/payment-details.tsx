import { Stack } from '@mantine/core'
import { useMay, useTenant } from '../../session/session.ts'
import { BillingDetails } from './billing-details.tsx'
import { PayerDetails } from './payer-details.tsx'

/** What stands on invoices; and how they are paid, by whom somebody collects from. */
export function PaymentDetails() {
  const may = useMay()
  const { kind } = useTenant()
  return (
    <Stack gap="xl" maw={640}>
      <BillingDetails />
      {kind !== 'agency' && may('payers:read') && <PayerDetails />}
    </Stack>
  )
}
