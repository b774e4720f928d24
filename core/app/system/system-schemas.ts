import { Type } from '@sinclair/typebox'

const Instant = Type.String({ format: 'date-time' })
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

export const systemSchema = Type.Object(
  {
    version: Type.String({ description: 'Of the hub' }),
    sdk_version: Type.String({ description: 'Of the plugin SDK' }),
    node_version: Type.String(),
    migration: nullable(Type.String({ description: 'The latest that was applied' })),
    started_at: Instant,
    mode: Type.String({ description: 'development or production' }),
    role: Type.String({ description: 'all, api or worker, of the process that answers' }),
    public_url: Type.String(),
    parts: Type.Array(
      Type.Object({
        name: Type.String({ description: 'database, migrations, courier, events, plugins' }),
        ok: Type.Boolean(),
        why: nullable(Type.String({ description: 'What is missing' })),
      }),
    ),
    events: Type.Object({
      unstamped: Type.Integer({ description: 'That wait for their position' }),
      oldest_seconds: Type.Number(),
      consumers: Type.Array(Type.Object({ name: Type.String(), behind: Type.Integer() })),
    }),
    queues: Type.Array(
      Type.Object({
        kind: Type.String(),
        due: Type.Integer(),
        waiting: Type.Integer({ description: 'Until a time of their own' }),
        running: Type.Integer(),
        failed: Type.Integer({ description: 'Given up' }),
        quarantined: Type.Integer({ description: 'Put away: they ended their process three times' }),
      }),
      { description: 'Jobs of all tenants, by kind' },
    ),
  },
  { title: 'System' },
)

export const configurationSchema = Type.Object(
  {
    data: Type.Array(
      Type.Object({
        name: Type.String(),
        value: nullable(Type.String({ description: 'Null where it is not set; never that of a secret' })),
        secret: Type.Boolean(),
        set: Type.Boolean(),
        changed: Type.Boolean({ description: 'Other than what counts without it' }),
        description: Type.String(),
      }),
    ),
  },
  { title: 'SystemConfiguration' },
)

export const examinationSchema = Type.Object(
  {
    examined_at: Instant,
    findings: Type.Array(
      Type.Object({
        check: Type.String(),
        level: Type.Union((['ok', 'warn', 'fail', 'skipped'] as const).map((level) => Type.Literal(level))),
        says: Type.String(),
        todo: nullable(Type.String({ description: 'What to do about it' })),
      }),
    ),
  },
  { title: 'SystemExamination' },
)
