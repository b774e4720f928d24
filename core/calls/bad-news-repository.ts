import type { Tx } from '../platform/db/tx.ts'
import type { CallState } from './call.ts'

/** What a caller has to be told: by appointment, when they were (RFC 3339), null before. */
export type BadNews = Readonly<Record<string, string | null>>

/** What is left to say, and said now: of two answers at once one gets it. `at`: RFC 3339. */
export async function takeBadNews(
  tx: Tx,
  tenantId: string,
  { callId, at }: { callId: string; at: string },
): Promise<string[]> {
  const row = await tx.first<{ news: BadNews }>({
    name: 'call-bad-news-take',
    text: `update calls set bad_news =
        (select jsonb_object_agg(key, case when value = 'null' then to_jsonb($3::text) else value end)
         from jsonb_each(calls.bad_news))
      from (select bad_news as news from calls where tenant_id = $1 and id = $2 for no key update) before
      where tenant_id = $1 and id = $2 and jsonb_path_exists(news, '$.* ? (@ == null)')
      returning news`,
    values: [tenantId, callId, at],
  })
  return Object.entries(row?.news ?? {}).flatMap(([id, told]) => (told === null ? [id] : []))
}

/** Puts it where the next answer of a live call finds it. Undefined where there is no such call. */
export async function leaveBadNews(
  tx: Tx,
  tenantId: string,
  { callId, appointmentId }: { callId: string; appointmentId: string },
): Promise<{ state: CallState; createdAt: Date; told: string | null } | undefined> {
  return tx.first({
    name: 'call-bad-news-leave',
    text: `update calls set bad_news = jsonb_build_object($3::text, null) || bad_news
      where tenant_id = $1 and id = $2
      returning status as state, created_at as "createdAt", bad_news ->> $3 as told`,
    values: [tenantId, callId, appointmentId],
  })
}
