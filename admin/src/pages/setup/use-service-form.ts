import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type Api, useApi } from '../../api/api.ts'
import { useTenant } from '../../session/session.ts'
import { isConflict } from '../../ui/conflict-note.tsx'
import { showAtFields } from '../../ui/form-problem.ts'
import { useCommonWords } from '../../words/common.ts'
import { bodyOf, NEW_SERVICE, type ServiceValues, valuesOf } from './service-values.ts'
import { ifMatch, type Resource, type Service } from './setup-types.ts'
import { bodyOr } from './use-saved.ts'

export interface ServiceFormProps {
  read: Service | undefined
  resources: readonly Resource[]
}

/** The form of a service, and what happens when it is saved: taken, refused at its fields, or changed by others meanwhile. */
export function useServiceForm({ read, resources }: ServiceFormProps) {
  const api = useApi()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const tenant = useTenant()
  const say = useCommonWords()
  const [base, setBase] = useState(read)
  const [failure, setFailure] = useState<unknown>()
  const [atFields, setAtFields] = useState(false)
  const [saving, setSaving] = useState(false)
  const [theirs, setTheirs] = useState<Service>()
  const form = useForm<ServiceValues>({
    initialValues: read ? valuesOf(read, resources) : NEW_SERVICE,
  })

  const present = () =>
    presentState(api, base?.id).catch((thrown: unknown) => {
      setFailure(thrown)
      return undefined
    })
  const write = async (before: Service | undefined) => {
    setSaving(true)
    try {
      const values = form.getValues()
      const saved = await saveService(api, { values, before, currency: tenant.currency })
      await saveAbility(api, { values, resources, serviceId: saved.id })
      setBase(saved)
      setFailure(undefined)
      notifications.show({ message: say('saved'), color: 'green' })
      await queries.invalidateQueries()
      if (!before)
        await navigate({ to: '/c/$tenant/services/$id', params: { tenant: tenant.id, id: saved.id } })
    } catch (thrown) {
      setTheirs(isConflict(thrown) ? await present() : undefined)
      setFailure(thrown)
      setAtFields(showAtFields(form, thrown))
    } finally {
      setSaving(false)
    }
  }
  const takeTheirs = async () => {
    const newer = await present()
    if (!newer) return
    form.setValues(valuesOf(newer, resources))
    setBase(newer)
    setFailure(undefined)
  }
  const saveMine = async () => {
    const newer = await present()
    if (newer) await write(newer)
  }
  return {
    form,
    failure,
    atFields,
    saving,
    theirs: theirs && valuesOf(theirs, resources),
    save: () => void write(base),
    takeTheirs: () => void takeTheirs(),
    saveMine: () => void saveMine(),
  }
}

async function saveService(
  { client }: Api,
  { values, before, currency }: { values: ServiceValues; before: Service | undefined; currency: string },
): Promise<Service> {
  const body = bodyOf(values, currency, before)
  const { data, error } = before
    ? await client.PATCH('/v1/services/{id}', {
        params: { path: { id: before.id }, header: ifMatch(before.version) },
        body: { ...body, active: values.active },
      })
    : await client.POST('/v1/services', { body })
  if (error) throw error
  return data as Service
}

/** Who is able to do it stands with them, not with the service. */
async function saveAbility(
  { client }: Api,
  {
    values,
    resources,
    serviceId,
  }: { values: ServiceValues; resources: readonly Resource[]; serviceId: string },
): Promise<void> {
  for (const { id, service_ids: able } of resources) {
    const wanted = values.resources.includes(id)
    if (able.includes(serviceId) === wanted) continue
    const { data: now, error: unread } = await client.GET('/v1/resources/{id}', { params: { path: { id } } })
    if (!now) throw unread
    const others = now.service_ids.filter((each) => each !== serviceId)
    const { error } = await client.PATCH('/v1/resources/{id}', {
      params: { path: { id }, header: ifMatch(now.version) },
      body: { service_ids: wanted ? [...others, serviceId] : others },
    })
    if (error) throw error
  }
}

async function presentState({ client }: Api, id: string | undefined): Promise<Service | undefined> {
  if (id === undefined) return undefined
  return bodyOr<Service>(await client.GET('/v1/services/{id}', { params: { path: { id } } }))
}
