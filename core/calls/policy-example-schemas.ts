import { Type } from '@sinclair/typebox'
import { changeRulesSchema, subjectSchema } from '../scheduling/index.ts'

const Id = Type.String({ format: 'uuid' })
const Instant = Type.String({ format: 'date-time', description: 'RFC 3339 with offset' })

export const policyExampleBody = Type.Object(
  {
    kind: subjectSchema.properties.kind,
    ...changeRulesSchema,
    location_id: Type.Optional(Id),
    service_id: Type.Optional(Type.String({ ...Id, description: 'Whose price a share is of' })),
    language: Type.Optional(Type.Union([Type.Literal('de'), Type.Literal('en')])),
  },
  { additionalProperties: false },
)

const examples = Type.Array(
  Type.Object({
    case: Type.Union(['in_time', 'fee_due', 'too_late', 'too_often'].map((name) => Type.Literal(name))),
    asked_at: Instant,
    text: Type.String({ description: 'What the customer hears' }),
  }),
)

export const policyExampleReply = Type.Object(
  {
    start: Type.String({ ...Instant, description: 'Of the appointment that they ask about' }),
    cancel: examples,
    reschedule: examples,
  },
  { title: 'PolicyExamples' },
)
