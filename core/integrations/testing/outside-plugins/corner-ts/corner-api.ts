import { type PluginContext, ReauthRequired, Refused, RetryLater } from '@askpro/plugin-sdk'

/** One call, its failure in the host's words. */
export async function corner(ctx: PluginContext, path: string, body?: object): Promise<{ id: string }> {
  const reply = await ctx.fetch(new URL(path, String(ctx.settings.base_url)), {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${ctx.settings.api_key}` },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  if (reply.status === 401) throw new ReauthRequired('Corner refuses the key.')
  if (reply.status >= 500) throw new RetryLater('Corner is closed.')
  if (!reply.ok) throw new Refused('taken', 'Corner says that this is taken.')
  return reply.json() as Promise<{ id: string }>
}
