import type { Member } from './user.ts'

export const presentMember = (member: Member) => ({
  id: member.userId,
  tenant_id: member.tenantId,
  name: member.name,
  email: member.email,
  role: member.role,
  created_at: member.createdAt.toISOString(),
})
