import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { useApi } from '../../api/api.ts'
import { useTenant } from '../../session/session.ts'
import { differencesOf, type ShownField } from '../../ui/differences.ts'
import { showAtFields } from '../../ui/form-problem.ts'
import { ifMatch } from '../../ui/if-match.ts'
import { bodyOr } from '../../ui/use-saved.ts'
import { useVersioned } from '../../ui/use-versioned.ts'
import { usePlanWords } from '../../words/plans.ts'
import { missingIn, newPlan, type Plan, type PlanValues, termsOf, valuesOf } from './plan-values.ts'
import { useTermLines } from './price-text.tsx'

interface Props {
  /** The one that is changed; else a new one is made. */
  read: Plan | undefined
  /** What a new one begins with. */
  like: Plan | undefined
}

/** The form of a plan, and what happens when it is saved: taken, refused at its fields, or changed by others meanwhile. */
export function usePlanForm({ read, like }: Props) {
  const say = usePlanWords()
  const { client } = useApi()
  const tenant = useTenant()
  const navigate = useNavigate()
  const shown = useShown()
  const form = useForm<PlanValues>({
    initialValues: read ? valuesOf(read) : like ? { ...valuesOf(like), name: '' } : newPlan(tenant.currency),
    validate: (values) => Object.fromEntries(missingIn(values).map((path) => [path, say('missing')])),
  })
  const { save, theirs, foot } = useVersioned<Plan>({
    read,
    async write(before) {
      const body = { name: form.getValues().name, terms: termsOf(form.getValues()) }
      if (!before) return bodyOr(await client.POST('/v1/plans', { body }))
      const params = { path: { id: before.id }, header: ifMatch(before.version) }
      return bodyOr(await client.PATCH('/v1/plans/{id}', { params, body }))
    },
    present: async ({ id }) => bodyOr(await client.GET('/v1/plans/{id}', { params: { path: { id } } })),
    take: (newer) => form.setValues(valuesOf(newer)),
    place: (thrown) => showAtFields(form, thrown),
  })
  const saveAndShow = async () => {
    if (form.validate().hasErrors) return
    const saved = await save()
    if (!saved || read) return
    const params = { tenant: tenant.id, id: saved.id }
    await navigate({ to: '/c/$tenant/billing/plans/$id', params, replace: true })
  }
  const mine = { name: form.values.name, terms: termsOf(form.values) }
  return {
    form,
    foot: { ...foot, differences: differencesOf(shown, mine, theirs), onSave: () => void saveAndShow() },
  }
}

/** A plan as it is compared: by its name, and by its terms in words. */
function useShown(): ReadonlyArray<ShownField<Pick<Plan, 'name' | 'terms'>>> {
  const say = usePlanWords()
  const termLines = useTermLines()
  return [
    [say('name'), ({ name }) => name],
    [say('terms'), ({ terms }) => termLines(terms).join('; ')],
  ]
}
