import { afterAll, beforeAll, beforeEach, expect } from '@jest/globals'
import type { Appointment } from '../../scheduling/index.ts'
import { berlin, type CallFixture, callFixture, TUESDAY } from './call-fixture.ts'
import { freshNumber, openSalon, type Salon, type SalonWish } from './salon.ts'
import { TestCall } from './test-call.ts'

/** What callers of these tests say for a ladies' haircut. */
export const CUT = 'Damenhaarschnitt'

/** A fresh salon for each test of a file, on a Tuesday at ten, and callers who ring it. */
export class SalonStage {
  #hub: CallFixture | undefined
  #salon: Salon | undefined

  constructor() {
    beforeAll(async () => {
      this.#hub = await callFixture()
    })
    beforeEach(async () => {
      this.hub.clock.set(berlin(TUESDAY))
      this.hub.log.errors.length = 0
      await this.reopen()
    })
    afterAll(() => this.#hub?.close())
  }

  get hub(): CallFixture {
    if (!this.#hub) throw new Error('the stage is built before the first test')
    return this.#hub
  }

  get salon(): Salon {
    if (!this.#salon) throw new Error('the salon is opened before each test')
    return this.#salon
  }

  /** Another one, which the rest of the test is about. */
  async reopen(wish: SalonWish = {}): Promise<void> {
    this.#salon = await openSalon(this.hub, wish)
  }

  ring(from: string | null = freshNumber()): TestCall {
    return new TestCall(this.hub, this.salon, from)
  }

  stored(): Promise<Appointment[]> {
    return this.hub.appointments.list(this.salon.tenantId)
  }

  async confirmed(): Promise<Appointment[]> {
    return (await this.stored()).filter(({ status }) => status === 'confirmed')
  }

  /** Checks a time and gives the token of what is free. */
  async offered(call: TestCall, when: string, more: object = {}): Promise<string> {
    const { data } = await call.ask('check_availability', { service: CUT, when, ...more })
    return String(data.offer_token)
  }

  /** Books a free time and gives the appointment's id. */
  async book(call: TestCall, when: string, more: object = {}): Promise<string> {
    const offer_token = await this.offered(call, when, more)
    const answer = await call.ask('book_appointment', { offer_token, name: 'Maria Vogel' })
    expect(answer.status).toBe('booked')
    return (answer.data.appointment as { id: string }).id
  }
}
