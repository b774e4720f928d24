import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { type Api, useApi } from '../../api/api.ts'
import { useTenant } from '../../session/session.ts'
import { showAtFields } from '../../ui/form-problem.ts'
import { ifMatch } from '../../ui/if-match.ts'
import { bodyOr } from '../../ui/use-saved.ts'
import { useVersioned } from '../../ui/use-versioned.ts'
import { bodyOf, NEW_SERVICE, type ServiceValues, valuesOf } from './service-values.ts'
import type { Resource, Service } from './setup-types.ts'

export interface ServiceFormProps {
  read: Service | undefined
  resources: readonly Resource[]
}

/** The form of a service, and what happens when it is saved: taken, refused at its fields, or changed by others meanwhile. */
export function useServiceForm({ read, resources }: ServiceFormProps) {
  const api = useApi()
  const navigate = useNavigate()
  const tenant = useTenant()
  const form = useForm<ServiceValues>({
    initialValues: read ? valuesOf(read, resources) : NEW_SERVICE,
  })
  const { save, theirs, foot } = useVersioned<Service>({
    read,
    async write(before) {
      const values = form.getValues()
      const saved = await saveService(api, { values, before, currency: tenant.currency })
      await saveAbility(api, { values, resources, serviceId: saved.id })
      return saved
    },
    present: async ({ id }) =>
      bodyOr<Service>(await api.client.GET('/v1/services/{id}', { params: { path: { id } } })),
    take: (newer) => form.setValues(valuesOf(newer, resources)),
    place: (thrown) => showAtFields(form, thrown),
  })
  const saveAndOpen = async () => {
    const saved = await save()
    if (saved && !read)
      await navigate({ to: '/c/$tenant/services/$id', params: { tenant: tenant.id, id: saved.id } })
  }
  return {
    form,
    foot,
    theirs: theirs && valuesOf(theirs, resources),
    save: () => void saveAndOpen(),
  }
}

async function saveService(
  { client }: Api,
  { values, before, currency }: { values: ServiceValues; before: Service | undefined; currency: string },
): Promise<Service> {
  const body = bodyOf(values, currency)
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
