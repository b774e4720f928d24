import { useTenant } from '../session/session.ts'
import { useFormats } from '../words/formats.ts'

interface Props {
  /** RFC 3339. */
  at: string
  /** IANA; else the client's own. */
  zone?: string
  as?: 'dateTime' | 'date' | 'time' | 'relative'
}

/** An instant in the client's zone, in the reader's language; the exact one in its title. */
export function When({ at, zone, as = 'dateTime' }: Props) {
  const formats = useFormats()
  const tenant = useTenant()
  const used = zone ?? tenant.zone
  const text = as === 'relative' ? formats.relative(at) : formats[as](at, used)
  return (
    <time dateTime={at} title={`${formats.dateTime(at, used)} (${used})`}>
      {text}
    </time>
  )
}
