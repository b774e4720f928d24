import 'reflect-metadata'
import type { DependencyContainer } from 'tsyringe'
import { instanceCachingFactory } from 'tsyringe'
import type { Clock } from '../platform/clock.ts'
import { Database } from '../platform/db/database.ts'
import { CLOCK } from '../platform/tokens.ts'
import { ApiKeyService } from './api-key-service.ts'
import { LocationService } from './location-service.ts'
import { TenantDirectory } from './tenant-directory.ts'
import { TenantService } from './tenant-service.ts'

export function registerTenants(container: DependencyContainer): void {
  container.register(TenantDirectory, {
    useFactory: instanceCachingFactory((c) => new TenantDirectory({ database: c.resolve(Database) })),
  })
  container.register(TenantService, {
    useFactory: instanceCachingFactory((c) => new TenantService(parts(c))),
  })
  container.register(LocationService, {
    useFactory: instanceCachingFactory((c) => new LocationService(parts(c))),
  })
  container.register(ApiKeyService, {
    useFactory: instanceCachingFactory((c) => new ApiKeyService(parts(c))),
  })
}

const parts = (c: DependencyContainer) => ({
  database: c.resolve(Database),
  directory: c.resolve(TenantDirectory),
  clock: c.resolve<Clock>(CLOCK),
})
