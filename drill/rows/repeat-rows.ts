import { Caller } from '../caller.ts'
import { ALL_LAYOUTS, type DrillRow, type LayoutName } from '../drill-row.ts'
import { nextOffer } from '../offers.ts'

const AT_ONCE = 10

const repeatRow = (layout: LayoutName): DrillRow => ({
  name: 'function calls: twice and at once',
  layout,
  did: `hold_slot and book_appointment each sent ${AT_ONCE} times at once, and once more after that; the call’s end as well.`,
  must: 'one hold, one appointment, one answer',
  quick: true,
  async act({ site, random, expect, note }) {
    const caller = new Caller(site, {
      wish: random.name(),
      from: `+49171${1_000_000 + random.upTo(5_999_999)}`,
    })
    const { offer_token } = await nextOffer(site)
    const many = <T>(work: () => Promise<T>) => Promise.all(Array.from({ length: AT_ONCE }, work))
    // "One moment please" is no answer yet, and true; whoever asks again must hear the same as all others.
    const held = [...(await many(() => caller.hold(offer_token))), await caller.insistOnHold(offer_token)]
    const holds = new Set(held.filter((id) => id !== undefined))
    expect(holds.size === 1, `holds: ${[...holds]}`)
    const target = { hold_id: [...holds][0] ?? '' }
    const told = [...(await many(() => caller.book(target))), await caller.insist(target)]
    const sure = told.filter(({ says }) => says !== 'unsure')
    const answers = new Set(sure.map(({ appointmentId, says }) => `${says} ${appointmentId}`))
    expect(answers.size === 1 && sure[0]?.says === 'booked', `answers: ${[...answers]}`)
    const unsure = held.length + told.length - held.filter(Boolean).length - sure.length
    if (unsure > 0) note(`${unsure} were asked to wait a moment.`)
    await many(() => caller.tell('call_ended'))
    await caller.hangUp()
  },
})

export const repeatRows: readonly DrillRow[] = ALL_LAYOUTS.map(repeatRow)
