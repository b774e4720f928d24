import type { Fault, WebhookFault } from './fault.ts'
import { matchPath } from './path-pattern.ts'

/** The faults set on one stand-in, used up in order: the first that fits a request is the one that hits it. */
export class FaultList {
  #faults: Fault[] = []
  readonly #hanging = new Set<() => void>()

  /** A copy of what is still set, with the remaining `times`. */
  get current(): Fault[] {
    return structuredClone(this.#faults)
  }

  /** Replaces all faults; requests that hang are let go (their sockets closed). */
  set(faults: Fault[]): void {
    this.#faults = structuredClone(faults)
    this.release()
  }

  release(): void {
    for (const letGo of this.#hanging) letGo()
    this.#hanging.clear()
  }

  hangUntilReleased(letGo: () => void): void {
    this.#hanging.add(letGo)
  }

  takeForRequest(method: string, path: string): Fault | undefined {
    return this.#take((fault) => fault.webhooks === undefined && fits(fault, method, path))
  }

  takeForWebhook(): WebhookFault | undefined {
    return this.#take((fault) => fault.webhooks !== undefined)?.webhooks
  }

  #take(wanted: (fault: Fault) => boolean): Fault | undefined {
    const fault = this.#faults.find(wanted)
    if (fault?.times === undefined) return fault
    fault.times -= 1
    if (fault.times === 0) this.#faults = this.#faults.filter((other) => other !== fault)
    return fault
  }
}

function fits(fault: Fault, method: string, path: string): boolean {
  if (fault.method !== undefined && fault.method.toUpperCase() !== method) return false
  return fault.path === undefined || matchPath(fault.path, path) !== null
}
