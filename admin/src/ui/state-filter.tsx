import { SegmentedControl } from '@mantine/core'

interface Props<State extends string> {
  /** What is filtered, for who cannot see it. */
  label: string
  value: State
  onChange: (value: State) => void
  /** Each state and its word. */
  options: ReadonlyArray<{ value: State; label: string }>
}

/** Which of some states a list shows; on a phone it scrolls. */
export function StateFilter<State extends string>({ label, value, onChange, options }: Props<State>) {
  return (
    <div style={{ overflowX: 'auto', maxWidth: '100%' }}>
      <SegmentedControl
        aria-label={label}
        value={value}
        onChange={(chosen) => onChange(chosen as State)}
        data={[...options]}
      />
    </div>
  )
}
