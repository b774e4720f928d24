import type { Language } from '../tenants/index.ts'
import type { Role } from './role.ts'

export interface MemberRef {
  tenantId: string
  userId: string
}

/** A person as one tenant knows them. */
export interface Member extends MemberRef {
  name: string
  email: string
  role: Role
  createdAt: Date
}

/** As those see them who look after them. */
export interface MemberSeen extends Member {
  secondFactor: boolean
  /** Null where they are signed in nowhere. */
  lastSeenAt: Date | null
}

/** A person wherever they are a member: no name, no address. */
export interface Account {
  id: string
  passwordHash: string
  language: Language
  /** Sealed; null where no second factor is asked for. */
  totpSecret: string | null
}
