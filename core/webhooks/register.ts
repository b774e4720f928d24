import 'reflect-metadata'
import type { DependencyContainer } from 'tsyringe'
import { instanceCachingFactory } from 'tsyringe'
import { OutboundPost } from '../integrations/index.ts'
import type { Clock } from '../platform/clock.ts'
import { SecretBox } from '../platform/crypto/secret-box.ts'
import { Database } from '../platform/db/database.ts'
import type { JobSink } from '../platform/jobs/job.ts'
import { CLOCK, JOBS } from '../platform/tokens.ts'
import { DeliveryService } from './delivery-service.ts'
import { EndpointService } from './endpoint-service.ts'
import { EventFanOut } from './event-fan-out.ts'

export function registerWebhooks(container: DependencyContainer): void {
  container.register(EndpointService, {
    useFactory: instanceCachingFactory(
      (c) => new EndpointService({ ...basics(c), box: c.resolve(SecretBox), post: c.resolve(OutboundPost) }),
    ),
  })
  container.register(DeliveryService, {
    useFactory: instanceCachingFactory((c) => new DeliveryService(basics(c))),
  })
  container.register(EventFanOut, {
    useFactory: instanceCachingFactory((c) => new EventFanOut(basics(c))),
  })
}

const basics = (c: DependencyContainer) => ({
  database: c.resolve(Database),
  jobs: c.resolve<JobSink>(JOBS),
  clock: c.resolve<Clock>(CLOCK),
})
