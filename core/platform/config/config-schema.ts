import { type Static, Type } from '@sinclair/typebox'

const days = (preset: number, minimum: number, description: string) =>
  Type.Integer({ default: preset, minimum, maximum: 3_650, description })

/**
 * Every variable the hub reads. The table in the docs is made from this, and nothing else reads the environment.
 * `x-secret` values are never printed.
 */
export const configSchema = Type.Object(
  {
    ASKPRO_MODE: Type.Union([Type.Literal('development'), Type.Literal('production')], {
      default: 'development',
      description:
        'production demands ASKPRO_MASTER_KEY and DATABASE_URL, and refuses ASKPRO_CLOCK and the demo.',
    }),
    ASKPRO_ROLE: Type.Union([Type.Literal('all'), Type.Literal('api'), Type.Literal('worker')], {
      default: 'all',
      description: 'all serves the API and runs the jobs in one process; api and worker do one of the two.',
    }),
    ASKPRO_DATA_DIR: Type.String({
      default: '.data',
      minLength: 1,
      description: 'Folder of the embedded Postgres, the key file, demo.json and the sandbox state.',
    }),
    ASKPRO_DEMO: Type.Union([Type.Literal('on'), Type.Literal('off')], {
      default: 'on',
      description: 'off: an empty database stays empty; no demo agency, no sandbox.',
    }),
    ASKPRO_AGENCY: Type.Optional(
      Type.String({
        examples: ['Acme, Europe/Berlin, EUR, de'],
        pattern: '^[^,]+, *[A-Za-z_+-]+(/[A-Za-z0-9_+/-]+)?, *[A-Z]{3}, *(de|en)$',
        description:
          'On an empty database makes the first agency: its name, zone, currency and language, for instance "Acme, Europe/Berlin, EUR, de". Id and API key are written to agency.json in the data folder. Needs ASKPRO_DEMO=off.',
      }),
    ),
    ASKPRO_MASTER_KEY: Type.Optional(
      Type.String({
        minLength: 1,
        'x-secret': true,
        description:
          '32 bytes, as 64 hex digits or base64, from which all secrets are sealed. Without it a key file is made in the data folder.',
      }),
    ),
    ASKPRO_CLOCK: Type.Optional(
      Type.String({
        format: 'date-time',
        examples: ['2025-11-24T10:00:00+01:00'],
        description:
          'Starts the clock of the business rules at this instant and lets it run on (demos, replays).',
      }),
    ),
    ASKPRO_LOG_LEVEL: Type.Union(
      [Type.Literal('debug'), Type.Literal('info'), Type.Literal('warn'), Type.Literal('error')],
      { default: 'info', description: 'What is logged at least.' },
    ),
    ASKPRO_POOL_SIZE: Type.Integer({
      default: 10,
      minimum: 2,
      maximum: 200,
      description: 'Database connections of one process.',
    }),
    ASKPRO_PLUGINS_DIR: Type.String({
      default: '',
      description: 'Further folders with plugins, separated by commas; plugins/ is always read.',
    }),
    ASKPRO_PLUGIN_DIRS: Type.String({
      default: '',
      description: 'Former name of `ASKPRO_PLUGINS_DIR`, which is read as well.',
    }),
    ASKPRO_PLUGIN_PACKAGES: Type.String({
      default: '',
      description:
        'npm packages that are plugins, separated by commas; looked for in the node_modules of the folders above and of the hub.',
    }),
    ASKPRO_PLUGINS_OFF: Type.String({
      default: '',
      description: 'Ids of plugins whose code is not run, separated by commas; what is due for them waits.',
    }),
    ASKPRO_OUTBOUND_ALLOW: Type.String({
      default: '',
      description:
        'Private addresses that plugins may call all the same, as host:port, separated by commas (an internal Cal.com).',
    }),
    ASKPRO_TRUSTED_PROXIES: Type.String({
      default: '',
      description:
        'Addresses or networks of the proxies in front of the hub, separated by commas: their X-Forwarded-For says who calls. private stands for all private networks and this machine. Attempts to sign in are counted by caller, and a proxy may hold more connections than one address otherwise may.',
    }),
    ASKPRO_KEEP_JOBS_DAYS: days(
      14,
      1,
      'How long jobs that were done or cancelled are kept, and webhooks that were delivered.',
    ),
    ASKPRO_KEEP_GIVEN_UP_DAYS: days(
      90,
      1,
      'How long jobs that were given up are kept, and with them deliveries that could not be worked on and webhooks that could not be delivered.',
    ),
    ASKPRO_KEEP_INBOX_DAYS: days(
      30,
      7,
      'How long deliveries of providers are kept once they were worked on. Repeats are known as such for as long.',
    ),
    ASKPRO_KEEP_EVENTS_DAYS: days(
      90,
      1,
      'How long events are kept: as long as a reader of /v1/events may be away.',
    ),
    ASKPRO_KEEP_CONVERSATIONS_DAYS: days(
      90,
      1,
      'How long it is kept what was said in calls: transcripts, analyses, function calls with arguments and answers.',
    ),
    ASKPRO_KEEP_IDEMPOTENCY_KEYS_DAYS: days(
      1,
      1,
      'How long the reply to a request with an Idempotency-Key is given again.',
    ),
    DATABASE_URL: Type.Optional(
      Type.String({
        format: 'uri',
        pattern: '^postgres(ql)?://.',
        examples: ['postgres://askpro_app:...@db/askpro'],
        'x-secret': true,
        description:
          'PostgreSQL 15 or newer, as a role without superuser rights. Without it the hub runs its own.',
      }),
    ),
    DATABASE_ADMIN_URL: Type.Optional(
      Type.String({
        format: 'uri',
        pattern: '^postgres(ql)?://.',
        examples: ['postgres://askpro_admin:...@db/askpro'],
        'x-secret': true,
        description:
          'The role that owns the tables and migrates; the same as DATABASE_URL where it is not given.',
      }),
    ),
    DATABASE_BACKUP_URL: Type.Optional(
      Type.String({
        format: 'uri',
        examples: ['postgres://askpro_backup:...@db/askpro'],
        'x-secret': true,
        description:
          'For npm run backup with DATABASE_URL: a role that reads past the walls between tenants (BYPASSRLS and pg_read_all_data, as deploy/postgres/10-roles.sh makes it).',
      }),
    ),
    REDIS_URL: Type.Optional(
      Type.String({
        format: 'uri',
        pattern: '^rediss?://.',
        examples: ['redis://redis:6379'],
        'x-secret': true,
        description:
          'Redis 6.2 or newer with maxmemory-policy noeviction: Bull then hands out the jobs, and processes share the limits of connections.',
      }),
    ),
    PORT: Type.Integer({
      default: 8080,
      minimum: 0,
      maximum: 65_535,
      description: 'Port of the API; 0 takes a free one.',
    }),
    HOST: Type.String({ default: '127.0.0.1', minLength: 1, description: 'Address to listen on.' }),
    PUBLIC_URL: Type.Optional(
      Type.String({
        format: 'uri',
        pattern: '^https?://[^/?#\\s]+[^?#\\s]*$',
        examples: ['https://hub.example.com'],
        description: 'Address under which providers and browsers reach the hub; default http://HOST:PORT.',
      }),
    ),
  },
  { additionalProperties: false },
)

export type ConfigVariables = Static<typeof configSchema>
