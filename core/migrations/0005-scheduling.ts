import type { Knex } from 'knex'
import type { Migration } from '../platform/db/migrate.ts'
import { createTenantTable, guardByTenant } from '../platform/db/tenant-table.ts'

export const schedulingMigration: Migration = {
  name: '0005-scheduling',
  async up(knex) {
    await createOffer(knex)
    await createHours(knex)
    await createAppointments(knex)
    await createOccupancies(knex)
    await createCalendars(knex)
  },
}

/** What can be booked, and who is able to do it. */
async function createOffer(knex: Knex): Promise<void> {
  await createTenantTable(
    knex,
    'services',
    `name text not null,
     spoken_names text[] not null default '{}',
     description text not null default '',
     segments jsonb not null,
     buffer_before integer not null check (buffer_before >= 0),
     buffer_after integer not null check (buffer_after >= 0),
     buffer_policy text not null check (buffer_policy in ('max', 'additive')),
     grid_policy text not null check (grid_policy in ('window', 'free_start', 'free_start_clock')),
     grid_minutes integer not null check (grid_minutes > 0),
     notice_minutes integer not null check (notice_minutes >= 0),
     horizon_days integer not null check (horizon_days > 0),
     active boolean not null default true,
     version integer not null default 1,
     created_at timestamptz not null`,
  )
  await createTenantTable(
    knex,
    'resources',
    `location_id uuid not null,
     name text not null,
     kind text not null check (kind in ('staff', 'room', 'equipment')),
     seats smallint not null check (seats between 1 and 100),
     active boolean not null default true,
     version integer not null default 1,
     created_at timestamptz not null,
     foreign key (tenant_id, location_id) references locations (tenant_id, id)`,
  )
  await knex.raw(`create table resource_services (
    tenant_id uuid not null,
    resource_id uuid not null,
    service_id uuid not null,
    primary key (tenant_id, service_id, resource_id),
    foreign key (tenant_id, resource_id) references resources (tenant_id, id) on delete cascade,
    foreign key (tenant_id, service_id) references services (tenant_id, id) on delete cascade
  )`)
  await guardByTenant(knex, 'resource_services')
  await knex.raw(
    'create index resource_services_of_resource on resource_services (tenant_id, resource_id, service_id)',
  )
}

async function createHours(knex: Knex): Promise<void> {
  // Without a resource: the opening hours of the location. Minutes from local midnight, under ISO weekdays.
  await createTenantTable(
    knex,
    'schedules',
    `location_id uuid not null,
     resource_id uuid,
     weekly jsonb not null,
     version integer not null default 1,
     created_at timestamptz not null,
     unique nulls not distinct (tenant_id, location_id, resource_id),
     foreign key (tenant_id, location_id) references locations (tenant_id, id),
     foreign key (tenant_id, resource_id) references resources (tenant_id, id) on delete cascade`,
  )
  await createTenantTable(
    knex,
    'schedule_overrides',
    `schedule_id uuid not null,
     date date not null,
     windows jsonb not null,
     note text not null default '',
     unique (tenant_id, schedule_id, date),
     foreign key (tenant_id, schedule_id) references schedules (tenant_id, id) on delete cascade`,
  )
}

/**
 * Row-level security keeps `&&` out of index conditions, since it is not marked leakproof, and a tenant's whole past
 * would be read for every question. Comparing instants is leakproof.
 */
const ENDS_OF_RANGE = `starts_at timestamptz not null generated always as (lower(during)) stored,
     ends_at timestamptz not null generated always as (upper(during)) stored`

async function createAppointments(knex: Knex): Promise<void> {
  // A hold is an appointment that is not one yet. `exporting_until` is the lease of the run that writes calendars.
  await createTenantTable(
    knex,
    'appointments',
    `status text not null check (status in
       ('held', 'pending', 'confirmed', 'completed', 'no_show', 'cancelled', 'declined', 'expired')),
     service_id uuid not null,
     location_id uuid not null,
     customer_id uuid,
     call_id uuid,
     attendee_name text,
     notes text not null default '',
     source text not null,
     starts_at timestamptz not null,
     ends_at timestamptz not null,
     holder text,
     hold_expires_at timestamptz,
     provisional boolean not null default false,
     end_reason text,
     exporting_until timestamptz,
     version integer not null default 1,
     created_at timestamptz not null,
     updated_at timestamptz not null,
     check (starts_at < ends_at),
     check (status <> 'held' or hold_expires_at is not null),
     foreign key (tenant_id, service_id) references services (tenant_id, id),
     foreign key (tenant_id, location_id) references locations (tenant_id, id),
     foreign key (tenant_id, customer_id) references customers (tenant_id, id)`,
  )
  await knex.raw('create index appointments_by_start on appointments (tenant_id, starts_at, id)')
  await knex.raw(
    'create index appointments_of_customer on appointments (tenant_id, customer_id, starts_at) where customer_id is not null',
  )
  await knex.raw(
    'create index appointments_of_call on appointments (tenant_id, call_id) where call_id is not null',
  )
  await knex.raw(`create index appointments_held on appointments (tenant_id, holder) where status = 'held'`)

  // The same request again finds what became of the first. Kept with the appointment, unlike stored HTTP replies.
  await knex.raw(`create table booking_requests (
    tenant_id uuid not null,
    request_key text not null,
    fingerprint text not null,
    appointment_id uuid not null,
    created_at timestamptz not null,
    primary key (tenant_id, request_key),
    foreign key (tenant_id, appointment_id) references appointments (tenant_id, id) on delete cascade
  )`)
  await guardByTenant(knex, 'booking_requests')
  await knex.raw(
    'create index booking_requests_of_appointment on booking_requests (tenant_id, appointment_id)',
  )
}

/**
 * The last wall against double booking, for every writer there will ever be. Layer 0 is core, 1 is buffer: no core
 * overlaps a core, and none overlaps another appointment's buffer. Two buffers may overlap.
 */
async function createOccupancies(knex: Knex): Promise<void> {
  await createTenantTable(
    knex,
    'occupancies',
    `appointment_id uuid not null,
     resource_id uuid not null,
     seat smallint not null check (seat > 0),
     layer smallint not null check (layer in (0, 1)),
     during tstzrange not null check (not isempty(during)),
     ${ENDS_OF_RANGE},
     active boolean not null default true,
     expires_at timestamptz,
     foreign key (tenant_id, appointment_id) references appointments (tenant_id, id) on delete cascade,
     foreign key (tenant_id, resource_id) references resources (tenant_id, id),
     constraint occupancies_cores_apart exclude using gist
       (tenant_id with =, resource_id with =, seat with =, during with &&) where (active and layer = 0),
     constraint occupancies_buffers_kept exclude using gist
       (tenant_id with =, resource_id with =, seat with =, during with &&, layer with <>, appointment_id with <>)
       where (active)`,
  )
  await knex.raw(
    'create index occupancies_by_end on occupancies (tenant_id, resource_id, ends_at) where active',
  )
  // The tenant last: in front it would make this index look as good as the one above while there are no statistics.
  await knex.raw('create index occupancies_of_appointment on occupancies (appointment_id, tenant_id)')
  await knex.raw(
    'create index occupancies_expiring on occupancies (tenant_id, resource_id, expires_at) where active and expires_at is not null',
  )
}

async function createCalendars(knex: Knex): Promise<void> {
  // Null means any resource, any service. An agency's shared connection may be written to, only an own one is read.
  await createTenantTable(
    knex,
    'calendar_links',
    `resource_id uuid,
     service_id uuid,
     connection_tenant_id uuid not null,
     connection_id uuid not null,
     calendar text not null,
     reads boolean not null,
     writes boolean not null,
     stale_after_minutes integer not null check (stale_after_minutes > 0),
     when_stale text not null check (when_stale in ('accept_provisional', 'refuse')),
     version integer not null default 1,
     created_at timestamptz not null,
     check (not reads or (resource_id is not null and connection_tenant_id = tenant_id)),
     unique nulls not distinct (tenant_id, resource_id, service_id, connection_id, calendar),
     foreign key (tenant_id, resource_id) references resources (tenant_id, id) on delete cascade,
     foreign key (tenant_id, service_id) references services (tenant_id, id) on delete cascade,
     foreign key (connection_tenant_id, connection_id) references connections (tenant_id, id) on delete cascade`,
  )
  await knex.raw(
    'create index calendar_links_of_connection on calendar_links (tenant_id, connection_id, calendar)',
  )
  await createTenantTable(
    knex,
    'busy_blocks',
    `connection_id uuid not null,
     calendar text not null,
     external_id text not null,
     during tstzrange not null,
     ${ENDS_OF_RANGE},
     unique (tenant_id, connection_id, calendar, external_id),
     foreign key (tenant_id, connection_id) references connections (tenant_id, id) on delete cascade`,
  )
  await knex.raw(
    'create index busy_blocks_by_end on busy_blocks (tenant_id, connection_id, calendar, ends_at)',
  )
  await knex.raw(`create table calendar_states (
    tenant_id uuid not null,
    connection_id uuid not null,
    calendar text not null,
    synced_at timestamptz not null,
    primary key (tenant_id, connection_id, calendar),
    foreign key (tenant_id, connection_id) references connections (tenant_id, id) on delete cascade
  )`)
  await guardByTenant(knex, 'calendar_states')
  await createEntries(knex)
}

/**
 * What the hub wrote into outside calendars: `creating` and `moving` say that the outcome is not known yet.
 * `starts_at` and `ends_at` are what was asked for; `stands_until` is the end that the provider made of it.
 */
async function createEntries(knex: Knex): Promise<void> {
  await createTenantTable(
    knex,
    'appointment_entries',
    `appointment_id uuid not null,
     link_id uuid not null,
     part smallint not null,
     entry_key text not null check (entry_key ~ '^[0-9a-f]{32}$'),
     connection_id uuid not null,
     calendar text not null,
     state text not null check (state in ('creating', 'written', 'moving', 'cancelling', 'cancelled', 'refused')),
     reference text,
     etag text,
     starts_at timestamptz not null,
     ends_at timestamptz not null,
     stands_until timestamptz,
     previous_start timestamptz,
     why text,
     updated_at timestamptz not null,
     unique (tenant_id, appointment_id, link_id, part),
     unique (tenant_id, entry_key),
     foreign key (tenant_id, appointment_id) references appointments (tenant_id, id) on delete cascade,
     foreign key (tenant_id, link_id) references calendar_links (tenant_id, id) on delete cascade`,
  )
  // A provider that hands out somebody else's booking as ours must not be believed.
  await knex.raw(
    `create unique index appointment_entries_reference
       on appointment_entries (tenant_id, connection_id, calendar, reference)
       where reference is not null and state <> 'cancelled'`,
  )
}
