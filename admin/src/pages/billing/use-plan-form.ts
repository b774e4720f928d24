import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import { useTenant } from '../../session/session.ts'
import { isConflict } from '../../ui/conflict-note.tsx'
import { showAtFields } from '../../ui/form-problem.ts'
import { useRefresh, useTelling } from '../../ui/use-refresh.ts'
import { usePlanWords } from '../../words/plans.ts'
import { missingIn, newPlan, type Plan, type PlanValues, termsOf, valuesOf } from './plan-values.ts'

interface Props {
  /** The one that is changed; else a new one is made. */
  read: Plan | undefined
  /** What a new one begins with. */
  like: Plan | undefined
}

/** The form of a plan, and what happens when it is saved: taken, refused at its fields, or changed by others meanwhile. */
export function usePlanForm({ read, like }: Props) {
  const say = usePlanWords()
  const tenant = useTenant()
  const navigate = useNavigate()
  const refresh = useRefresh()
  const { done } = useTelling()
  const [version, setVersion] = useState(read?.version)
  const [failure, setFailure] = useState<unknown>()
  const [atFields, setAtFields] = useState(false)
  const form = useForm<PlanValues>({
    initialValues: read ? valuesOf(read) : like ? { ...valuesOf(like), name: '' } : newPlan(tenant.currency),
    validate: (values) => Object.fromEntries(missingIn(values).map((path) => [path, say('missing')])),
  })
  const { write, present, isPending } = useWrites(read?.id)

  const save = async (base: number | undefined) => {
    if (form.validate().hasErrors) return
    try {
      const saved = await write(form.values, base)
      setFailure(undefined)
      setVersion(saved.version)
      done(say('saved'))
      await refresh()
      if (!read)
        await navigate({
          to: '/c/$tenant/billing/plans/$id',
          params: { tenant: tenant.id, id: saved.id },
          replace: true,
        })
    } catch (thrown) {
      setFailure(thrown)
      setAtFields(showAtFields(form, thrown))
    }
  }
  const orShown = (work: Promise<void>) => void work.catch(setFailure)
  return {
    form,
    failure,
    atFields,
    isConflict: isConflict(failure),
    saving: isPending,
    save: () => void save(version),
    takeTheirs: () =>
      orShown(
        present().then((plan) => {
          form.setValues(valuesOf(plan))
          setVersion(plan.version)
          setFailure(undefined)
        }),
      ),
    saveMine: () => orShown(present().then((plan) => save(plan.version))),
  }
}

/** Makes it where there is no id, else changes the version that is told; and reads what stands now. */
function useWrites(id: string | undefined) {
  const api = useApi()
  const create = api.useMutation('post', '/v1/plans')
  const update = api.useMutation('patch', '/v1/plans/{id}')
  return {
    isPending: create.isPending || update.isPending,
    write(values: PlanValues, version: number | undefined) {
      const body = { name: values.name, terms: termsOf(values) }
      if (id === undefined || version === undefined) return create.mutateAsync({ body })
      return update.mutateAsync({
        params: { path: { id }, header: { 'If-Match': `"${version}"` } },
        body,
      })
    },
    async present() {
      const { data, error } = await api.client.GET('/v1/plans/{id}', { params: { path: { id: id ?? '' } } })
      if (!data) throw error
      return data
    },
  }
}
