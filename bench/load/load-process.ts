// The load, in a process of its own: what it costs is not counted to the server, and what the server does never holds
// up its clock. Takes one order after the other.
import type { LoadOrder } from './load-plan.ts'
import { runCalls } from './run-calls.ts'
import { runLoad } from './run-load.ts'

process.on('message', (order: LoadOrder) => {
  void (order.is === 'load' ? runLoad(order.plan) : runCalls(order.plan)).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  )
})
