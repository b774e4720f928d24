/**
 * What a booking leaves behind, written in the fewest round trips that PostgreSQL allows: one statement that sets the
 * tenant in itself, with row-level security on. The same rows as the hub's: the appointment with its occupancy, the
 * key of the request, the event, the job. None of what the hub does before: no lock, no look at hours and calendars.
 */
export const BOOKING_STATEMENT = `
  with scope as materialized (select set_config('app.tenants', '{' || $1 || '}', true)),
    appointment as (
      insert into appointments (tenant_id, id, created_at, updated_at, starts_at, ends_at, provisional, status,
          service_id, location_id, customer_id, notes, source)
        select $1::uuid, $2::uuid, now(), now(), $3::timestamptz, $3::timestamptz + interval '30 minutes', false,
          'confirmed', $4::uuid, $5::uuid, $6::uuid, '', 'api'
        from scope),
    occupancy as (
      insert into occupancies (tenant_id, id, appointment_id, resource_id, seat, layer, during)
        select $1::uuid, $7::uuid, $2::uuid, $8::uuid, 1, 0,
          tstzrange($3::timestamptz, $3::timestamptz + interval '30 minutes')
        from scope),
    request as (
      insert into booking_requests (tenant_id, request_key, fingerprint, appointment_id, created_at)
        select $1::uuid, $2, 'book ' || $4 || ' ' || $5, $2::uuid, now() from scope),
    event as (
      insert into events (tenant_id, id, aggregate, aggregate_id, version, type, payload, occurred_at)
        select $1::uuid, $9::uuid, 'appointment', $2::uuid, 1, 'appointment.booked',
          jsonb_build_object('status', 'confirmed', 'service_id', $4, 'location_id', $5, 'customer_id', $6,
            'start', $3, 'resource_ids', jsonb_build_array($8), 'source', 'api'), now()
        from scope),
    job as (
      insert into jobs (id, tenant_id, kind, payload, unique_key, priority, run_at)
        select $10::uuid, $1::uuid, 'appointment.export', jsonb_build_object('appointment_id', $2, 'version', 1),
          $2 || ':1', 0, now()
        from scope)
  select 1 from scope`
