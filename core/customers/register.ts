import 'reflect-metadata'
import type { DependencyContainer } from 'tsyringe'
import { instanceCachingFactory } from 'tsyringe'
import type { Clock } from '../platform/clock.ts'
import { Database } from '../platform/db/database.ts'
import { CLOCK } from '../platform/tokens.ts'
import { CustomerService } from './customer-service.ts'

export function registerCustomers(container: DependencyContainer): void {
  container.register(CustomerService, {
    useFactory: instanceCachingFactory(
      (c) => new CustomerService({ database: c.resolve(Database), clock: c.resolve<Clock>(CLOCK) }),
    ),
  })
}
