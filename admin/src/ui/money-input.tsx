import { NumberInput, type NumberInputProps } from '@mantine/core'
import { minorUnits } from './money.ts'

interface Props extends NumberInputProps {
  label: string
  currency: string
}

/** An amount in major units, with as many digits as the currency has. */
export function MoneyInput({ label, currency, ...props }: Props) {
  return (
    <NumberInput
      label={`${label} (${currency})`}
      min={0}
      decimalScale={Math.round(Math.log10(minorUnits(currency)))}
      fixedDecimalScale
      hideControls
      {...props}
    />
  )
}
