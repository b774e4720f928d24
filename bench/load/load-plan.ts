import type { Salon } from '../ground/world.ts'

/** What is asked. `first` numbers the requests: what may only be asked once is never asked again. */
export type Traffic =
  | SingleTraffic
  /** A hold, and then its booking. */
  | { is: 'holds'; salons: readonly Salon[]; first: number }
  /** What a busy day brings, all at once. */
  | { is: 'mixed'; salons: readonly Salon[]; first: number; apiKey: string }

/** Requests that do not follow from one another. */
export type SingleTraffic =
  | { is: 'bookings'; salons: readonly Salon[]; first: number }
  /** The same few questions again and again. */
  | { is: 'availability'; salons: readonly Salon[] }
  /** A range that nobody has asked about before, each time. */
  | { is: 'fresh-availability'; salons: readonly Salon[]; first: number }
  | { is: 'call-events'; salons: readonly Salon[]; apiKey: string }

/**
 * `closed`: so many are under way at any time, the next one is sent when one was answered: how much can be done.
 * `open`: so many arrive each second, whatever becomes of the others: how long one waits.
 */
export type Pace =
  | { is: 'closed'; inFlight: number; seconds: number }
  | { is: 'open'; perSecond: number; seconds: number }

export interface LoadPlan {
  /** Addresses of equal servers, asked in turn. */
  targets: readonly string[]
  traffic: Traffic
  pace: Pace
}

export interface CallsPlan {
  targets: readonly string[]
  salons: readonly Salon[]
  apiKey: string
  /** Calls that begin each second. */
  perSecond: number
  seconds: number
  first: number
}

/** Times in milliseconds from when a request was due, not from when it could be sent. */
export interface LoadResult {
  answered: number
  seconds: number
  times: number[]
  /** What was not answered as wanted, the first of it in words. */
  failed: number
  firstFailure: string | undefined
}

export interface CallsResult {
  /** By what was asked. */
  times: Record<string, number[]>
  /** How many of them were not answered as wanted, by what was asked; the first one in words. */
  failed: Record<string, number>
  firstFailure: string | undefined
}

export type LoadOrder = { is: 'load'; plan: LoadPlan } | { is: 'calls'; plan: CallsPlan }
