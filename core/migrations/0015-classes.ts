import type { Migration } from '../platform/db/migrate.ts'

/**
 * A class: up to `places` appointments that share one time of the same seats. All have the same `class_id`, and each a
 * `place` of its own. Every other row is a party by itself, so the walls stand between parties as they did between rows:
 * whoever writes no class meets the same walls as before.
 */
export const classesMigration: Migration = {
  name: '0015-classes',
  async up(knex) {
    await knex.raw(
      'alter table services add column capacity smallint not null default 1 check (capacity between 1 and 1000)',
    )
    await knex.raw(`alter table occupancies
      add column class_id uuid,
      add column place smallint not null default 1,
      add column places smallint not null default 1,
      add constraint occupancies_places check (place between 1 and places),
      add constraint occupancies_alone check (class_id is not null or places = 1),
      drop constraint occupancies_cores_apart,
      add constraint occupancies_cores_apart exclude using gist
        (tenant_id with =, resource_id with =, seat with =, during with &&, coalesce(class_id, id) with <>)
        where (active and layer = 0),
      drop constraint occupancies_buffers_kept,
      add constraint occupancies_buffers_kept exclude using gist
        (tenant_id with =, resource_id with =, seat with =, during with &&, layer with <>,
         coalesce(class_id, appointment_id) with <>)
        where (active),
      add constraint occupancies_places_apart exclude using gist
        (tenant_id with =, resource_id with =, seat with =, place with =, during with &&)
        where (active and layer = 0 and class_id is not null)`)
    await knex.raw(
      'create index occupancies_of_class on occupancies (tenant_id, class_id) where active and class_id is not null',
    )
  },
}
