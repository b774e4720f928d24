import { Caller } from '../caller.ts'
import { type DrillRow, LAYOUTS, type LayoutName } from '../drill-row.ts'
import { nextOffer } from '../offers.ts'

const AT_ONCE = 10

const repeatRow = (layout: LayoutName): DrillRow => ({
  name: 'function calls: twice and at once',
  layout,
  did: `hold_slot and book_appointment each sent ${AT_ONCE} times at once, and once more after that; the call’s end as well.`,
  must: 'one hold, one appointment, one answer',
  quick: true,
  async act({ site, random, expect }) {
    const caller = new Caller(site, {
      wish: random.name(),
      from: `+49171${1_000_000 + random.upTo(5_999_999)}`,
    })
    const { offer_token } = await nextOffer(site)
    const many = <T>(work: () => Promise<T>) => Promise.all(Array.from({ length: AT_ONCE }, work))
    const holds = [...(await many(() => caller.hold(offer_token))), await caller.hold(offer_token)]
    expect(new Set(holds).size === 1 && holds[0] !== undefined, `holds: ${[...new Set(holds)]}`)
    const book = () => caller.book({ hold_id: holds[0] ?? '' })
    const told = [...(await many(book)), await book()]
    const ids = new Set(told.map(({ appointmentId, says }) => `${says} ${appointmentId}`))
    expect(ids.size === 1 && told[0]?.says === 'booked', `answers: ${[...ids]}`)
    await many(() => caller.tell('call_ended'))
    await caller.hangUp()
  },
})

export const repeatRows: readonly DrillRow[] = (Object.keys(LAYOUTS) as LayoutName[]).map(repeatRow)
