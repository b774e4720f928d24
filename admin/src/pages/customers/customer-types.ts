import type { Reply } from '../../api/reply.ts'

export type Customer = Reply<'/v1/customers/{id}'>
