import type { Language } from '../tenants/index.ts'
import type { Role } from './role.ts'

/** A person as one tenant knows them. */
export interface Member {
  tenantId: string
  userId: string
  name: string
  email: string
  role: Role
  createdAt: Date
}

/** A person wherever they are a member: no name, no address. */
export interface Account {
  id: string
  passwordHash: string
  language: Language
  /** Sealed; null where no second factor is asked for. */
  totpSecret: string | null
}
