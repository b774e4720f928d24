import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import { useApi } from './api.ts'
import { tellSessionEnd } from './session-end.ts'

/** As the event stream tells it: ids and types. */
export interface LiveEvent {
  id: string
  type: string
  aggregate: string
  aggregate_id: string
}

/** `missed`: something happened that is not known any more; what is shown has to be read anew. */
export type LiveNews = LiveEvent | 'missed'

type Listener = (news: LiveNews) => void

/** Milliseconds. The hub shows that it lives every 15 seconds. */
const SILENCE = 40_000
const SOON = 1_000
const LATE = 15_000

/**
 * One stream for each tenant, however many parts of the page listen; it is read by fetch, since it takes headers. Only
 * while the page is seen: a browser has six connections for all its tabs of a hub, and one that waits holds one.
 */
class LiveConnection {
  readonly #tenantId: string
  readonly #listeners = new Set<Listener>()
  readonly #watchers = new Set<() => void>()
  #control: AbortController | undefined
  #lastId: string | undefined
  #pause = SOON
  #timer: ReturnType<typeof setTimeout> | undefined
  #live = false

  constructor(tenantId: string) {
    this.#tenantId = tenantId
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) this.#close()
      else if (this.#listeners.size > 0 && !this.#control) this.#resume()
    })
  }

  readonly isLive = (): boolean => this.#live

  readonly watch = (changed: () => void): (() => void) => {
    this.#watchers.add(changed)
    return () => this.#watchers.delete(changed)
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    if (!this.#control && !document.hidden) void this.#connect()
    return () => {
      this.#listeners.delete(listener)
      // A page that follows another one takes the stream over.
      setTimeout(() => this.#listeners.size === 0 && this.#close(), SOON)
    }
  }

  #close(): void {
    clearTimeout(this.#timer)
    this.#control?.abort()
    this.#control = undefined
    this.#setLive(false)
  }

  /** From where it was left; what is not known of, has to be read. */
  #resume(): void {
    if (this.#lastId === undefined) this.#tell('missed')
    void this.#connect()
  }

  async #connect(): Promise<void> {
    clearTimeout(this.#timer)
    const control = new AbortController()
    this.#control = control
    try {
      await this.#read(control)
    } catch {
      this.#pause = Math.min(this.#pause * 2, LATE)
    }
    if (this.#control !== control) return
    this.#setLive(false)
    this.#timer = setTimeout(() => void this.#connect(), this.#pause)
  }

  async #read(control: AbortController): Promise<void> {
    const headers = {
      'X-Tenant-Id': this.#tenantId,
      ...(this.#lastId === undefined ? {} : { 'Last-Event-ID': this.#lastId }),
    }
    const response = await fetch('/v1/events/stream', { headers, signal: control.signal })
    if (response.status === 410) {
      this.#lastId = undefined
      this.#tell('missed')
      return
    }
    if (response.status === 401) tellSessionEnd()
    if (!response.ok || !response.body) throw new Error(`the stream answered ${response.status}`)
    this.#pause = SOON
    this.#setLive(true)
    const parser = createParser({ onEvent: (message) => this.#hear(message) })
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    let silence = setTimeout(() => control.abort(), SILENCE)
    try {
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        clearTimeout(silence)
        silence = setTimeout(() => control.abort(), SILENCE)
        parser.feed(read.value)
      }
    } finally {
      clearTimeout(silence)
    }
  }

  #hear({ id, event, data }: EventSourceMessage): void {
    if (id !== undefined) this.#lastId = id
    if (event !== 'hello') this.#tell(JSON.parse(data) as LiveEvent)
  }

  #tell(news: LiveNews): void {
    for (const listener of this.#listeners) listener(news)
  }

  #setLive(live: boolean): void {
    if (this.#live === live) return
    this.#live = live
    for (const changed of this.#watchers) changed()
  }
}

const connections = new Map<string, LiveConnection>()

function connectionOf(tenantId: string): LiveConnection {
  const known = connections.get(tenantId) ?? new LiveConnection(tenantId)
  connections.set(tenantId, known)
  return known
}

/**
 * Tells of the tenant's events as they happen: those whose type begins with one of `types`. Gives whether the page is
 * live just now; when it was not and comes back, nothing is missed.
 */
export function useLive(types: readonly string[], handler: Listener): boolean {
  const { tenantId = '' } = useApi()
  const connection = connectionOf(tenantId)
  const hear = useEffectEvent((news: LiveNews) => {
    if (news === 'missed' || types.some((type) => news.type.startsWith(type))) handler(news)
  })
  useEffect(() => connection.listen(hear), [connection])
  return useSyncExternalStore(connection.watch, connection.isLive)
}

/** Reads anew what these paths answered, whenever something of these types happens. */
export function useLiveQueries(types: readonly string[], paths: readonly string[]): boolean {
  const queries = useQueryClient()
  return useLive(types, () => void readAnew(queries, paths))
}

/** What openapi-react-query keeps under these paths of the API. */
export function readAnew(queries: QueryClient, paths: readonly string[]): Promise<void> {
  return queries.invalidateQueries({ predicate: ({ queryKey }) => paths.includes(String(queryKey[1])) })
}
