import { IconBuilding, IconBuildingStore } from '@tabler/icons-react'
import { useCommonWords } from '../words/common.ts'

/** What a tenant is, in words. */
export function useTenantKind(): (kind: string) => string {
  const say = useCommonWords()
  const kinds = { agency: say('tenant.agency'), partner: say('tenant.partner'), client: say('tenant.client') }
  return (kind) => kinds[kind as keyof typeof kinds] ?? kind
}

export const TenantIcon = ({ kind }: { kind: string }) =>
  kind === 'client' ? <IconBuildingStore size={18} aria-hidden /> : <IconBuilding size={18} aria-hidden />
