import type { ServerFacts } from '../../platform/db/server-facts.ts'
import type { Check } from './check.ts'
import type { Ground } from './ground.ts'
import { reasonOf } from './reason-of.ts'
import { fail, NotThere, ok, type Verdict, warn } from './verdict.ts'

const HOW = 'The statements are in docs/operating.md, "Your own database".'

/** The walls between tenants hold for the role the hub works as, and the owner can migrate. */
export const rolesCheck: Check = {
  name: 'roles',
  async run(ground) {
    if (ground.noDatabase) throw new NotThere('needs the database')
    const app = await ground.appFacts().catch(() => {
      throw new NotThere('needs the database')
    })
    const found = [...appTroubles(app), ...(await adminTroubles(ground))]
    const admin = ground.urls.admin === ground.urls.app ? app.user : new URL(ground.urls.admin).username
    return found.length > 0
      ? found
      : ok(`${app.user} works behind the walls, ${admin} migrates, btree_gist is there`)
  },
}

function appTroubles({ user, superuser, bypassesRls, courier }: ServerFacts): Verdict[] {
  const troubles: Verdict[] = []
  if (superuser || bypassesRls)
    troubles.push(fail(`"${user}" passes the walls between tenants (superuser or BYPASSRLS)`, HOW))
  if (!courier.known) troubles.push(fail('the role askpro_courier is missing', HOW))
  else if (!superuser && courier.inherits)
    troubles.push(fail(`"${user}" inherits askpro_courier and so sees all tenants`, HOW))
  else if (!courier.member) troubles.push(fail(`askpro_courier is not granted to "${user}"`, HOW))
  return troubles
}

async function adminTroubles(ground: Ground): Promise<Verdict[]> {
  try {
    const { user, superuser, bypassesRls, migrates, btreeGist } = await ground.adminFacts()
    const troubles: Verdict[] = []
    if (!migrates) troubles.push(fail(`"${user}" does not own the tables and the schema`, HOW))
    if (superuser || bypassesRls)
      troubles.push(
        warn(`"${user}" owns the tables and is superuser or BYPASSRLS`, `Make it an ordinary role. ${HOW}`),
      )
    if (btreeGist === 'missing')
      troubles.push(
        fail('the extension btree_gist is missing', 'As a superuser: create extension btree_gist;'),
      )
    return troubles
  } catch (error) {
    return [fail(`the admin's role cannot connect: ${reasonOf(error)}`, 'Mend DATABASE_ADMIN_URL.')]
  }
}
