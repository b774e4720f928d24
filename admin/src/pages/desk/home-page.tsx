import { useTenant } from '../../session/session.ts'
import { PageHead } from '../../ui/page-head.tsx'

export function HomePage() {
  const tenant = useTenant()
  return <PageHead title={tenant.name} />
}
