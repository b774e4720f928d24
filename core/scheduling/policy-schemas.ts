import { type Static, type TSchema, Type } from '@sinclair/typebox'
import type {
  ChangeRules,
  Fee,
  NamedPolicy,
  PolicyRules,
  PolicySubject,
  Quota,
  StoredPolicy,
} from './policy.ts'
import { closed, nullable } from './scheduling-schemas.ts'

const NoticeMinutes = Type.Integer({
  minimum: 0,
  maximum: 525_600,
  description: 'Before the start, inclusive. Null: no such limit, whatever the levels above say',
})
const Count = Type.Integer({ minimum: 0, maximum: 1_000, description: '0: never' })
const Within = Type.Integer({
  minimum: 1,
  maximum: 525_600,
  description: 'Due for a change closer to the start than so many minutes',
})
const fee = Type.Union(
  [
    closed({
      percent: Type.Integer({ minimum: 1, maximum: 100, description: 'Of the service’s price' }),
      within_minutes: Within,
    }),
    closed({
      amount_minor: Type.Integer({
        minimum: 1,
        maximum: 100_000_000,
        description: 'In the client’s currency',
      }),
      within_minutes: Within,
    }),
  ],
  { description: 'Told beforehand and written with the event; not collected' },
)

const quotaPer = <P extends TSchema>(per: P) => closed({ count: Count, per })

const rulesWith = <Q extends TSchema>(quota: Q) =>
  closed({
    notice_minutes: Type.Optional(nullable(NoticeMinutes)),
    quota: Type.Optional(nullable(quota)),
    fee: Type.Optional(nullable(fee)),
  })

export const changeRulesSchema = {
  cancel: Type.Optional(rulesWith(quotaPer(Type.Union([Type.Literal('month'), Type.Literal('year')])))),
  reschedule: Type.Optional(rulesWith(quotaPer(Type.Literal('appointment')))),
}
const version = Type.Optional(
  Type.Integer({
    minimum: 0,
    maximum: 2_147_483_647,
    description: 'Refuses (412) when it was changed in between; 0 where nothing was said yet',
  }),
)
const holds = {
  max_live_holds: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 10_000, description: 'Of all callers together; 50 where left out' }),
  ),
}

export const newPolicySchema = closed({ ...changeRulesSchema, version })
export const newClientPolicySchema = closed({ ...changeRulesSchema, ...holds, version })

export const subjectSchema = Type.Object({
  kind: Type.Union([
    Type.Literal('resource'),
    Type.Literal('service'),
    Type.Literal('location'),
    Type.Literal('client'),
  ]),
  id: nullable(Type.String({ description: 'Null: the client itself' })),
})

export const policySchema = Type.Object(
  { subject: subjectSchema, ...changeRulesSchema, ...holds, version: Type.Integer() },
  { title: 'Policy' },
)

export const policyListSchema = Type.Object({
  data: Type.Array(
    Type.Object({
      ...policySchema.properties,
      subject: Type.Object({
        ...subjectSchema.properties,
        name: nullable(Type.String({ description: 'Null: the client itself' })),
      }),
    }),
  ),
})

type Body = Static<typeof newClientPolicySchema>
type ChangeBody = NonNullable<Body['cancel'] | Body['reschedule']>
type FeeBody = Static<typeof fee>

export function rulesOf({ cancel, reschedule, max_live_holds }: Body): PolicyRules {
  return {
    ...(cancel ? { cancel: changeRulesOf(cancel) } : {}),
    ...(reschedule ? { reschedule: changeRulesOf(reschedule) } : {}),
    ...(max_live_holds === undefined ? {} : { maxLiveHolds: max_live_holds }),
  }
}

const changeRulesOf = ({ notice_minutes, quota, fee: said }: ChangeBody): ChangeRules => ({
  ...(notice_minutes === undefined ? {} : { noticeMinutes: notice_minutes }),
  ...(quota === undefined ? {} : { quota }),
  ...(said === undefined ? {} : { fee: said && feeOf(said) }),
})

const feeOf = ({ within_minutes: withinMinutes, ...what }: FeeBody): Fee =>
  'percent' in what
    ? { percent: what.percent, withinMinutes }
    : { amountMinor: what.amount_minor, withinMinutes }

export const presentSubject = (subject: PolicySubject) => ({
  kind: subject.kind,
  id: subject.kind === 'client' ? null : subject.id,
})

export const presentFee = ({ withinMinutes, ...what }: Fee) => ({
  ...('percent' in what ? { percent: what.percent } : { amount_minor: what.amountMinor }),
  within_minutes: withinMinutes,
})

export const presentQuota = ({ count, per }: Quota) => ({ count, per })

export function presentPolicy({ subject, rules, version: present }: StoredPolicy) {
  const { cancel, reschedule, maxLiveHolds } = rules
  return {
    subject: presentSubject(subject),
    ...(cancel ? { cancel: presentRules(cancel) } : {}),
    ...(reschedule ? { reschedule: presentRules(reschedule) } : {}),
    ...(maxLiveHolds === undefined ? {} : { max_live_holds: maxLiveHolds }),
    version: present,
  }
}

export function presentNamedPolicy({ name, ...policy }: NamedPolicy) {
  const presented = presentPolicy(policy)
  return { ...presented, subject: { ...presented.subject, name } }
}

const presentRules = ({ noticeMinutes, quota, fee: said }: ChangeRules) => ({
  ...(noticeMinutes === undefined ? {} : { notice_minutes: noticeMinutes }),
  ...(quota === undefined ? {} : { quota: quota && presentQuota(quota) }),
  ...(said === undefined ? {} : { fee: said && presentFee(said) }),
})
