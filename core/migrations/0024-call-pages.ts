import type { Migration } from '../platform/db/migrate.ts'

/** What pages of calls and customers show and look for: who said what when, what is to be reviewed, names in any spelling. */
export const callPagesMigration: Migration = {
  name: '0024-call-pages',
  async up(knex) {
    // `review_state` is null for a call that nobody needs to look at; `review_by` says who decided: `{kind, id, name}`.
    await knex.raw(`alter table calls
      add column turns jsonb,
      add column review_state text check (review_state in ('open', 'settled')),
      add column review_reasons text[] not null default '{}',
      add column review_note text,
      add column review_by jsonb,
      add column review_at timestamptz`)
    await knex.raw(`create index calls_to_review on calls (tenant_id, id) where review_state = 'open'`)
    await knex.raw(
      `create index calls_live on calls (tenant_id, id) where status in ('registered', 'ongoing')`,
    )
    await knex.raw('create index calls_of_customer on calls (tenant_id, customer_id, id)')
    await knex.raw('drop index calls_with_content')
    await knex.raw(`create index calls_with_content on calls (tenant_id, id)
      where transcript is not null or analysis is not null or turns is not null`)
    // Umlauts by either spelling and letters with or without their marks are the same to whoever searches.
    await knex.raw(`create function folded_name(name text) returns text language sql immutable parallel safe
      return replace(replace(replace(replace(
        translate(lower(name),
          'ÄÖÜÁÀÂÃÅÉÈÊËÍÌÎÏÓÒÔÕÚÙÛÇÑŞŠČĆŽĞİıäöüáàâãåéèêëíìîïóòôõúùûçñşščćžğ',
          'aouaaaaaeeeeiiiioooouuucnsscczgiiaouaaaaaeeeeiiiioooouuucnsscczg'),
        'ß', 'ss'), 'ae', 'a'), 'oe', 'o'), 'ue', 'u')`)
    await knex.raw(`alter table customers add column search text not null
      generated always as (folded_name(coalesce(name, '') || ' ' || coalesce(email, ''))) stored`)
  },
}
