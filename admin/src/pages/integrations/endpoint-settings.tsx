import { Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useApi } from '../../api/api.ts'
import type { Shape } from '../../api/shapes.ts'
import { useMay } from '../../session/session.ts'
import { differencesOf, type ShownField } from '../../ui/differences.ts'
import { showAtFields } from '../../ui/form-problem.ts'
import { ifMatch } from '../../ui/if-match.ts'
import { SaveFoot } from '../../ui/save-foot.tsx'
import { bodyOr } from '../../ui/use-saved.ts'
import { useVersioned } from '../../ui/use-versioned.ts'
import { useWebhookWords } from '../../words/webhooks.ts'
import { EndpointFields, type EndpointValues } from './endpoint-fields.tsx'

type Endpoint = Shape<'WebhookEndpoint'>

const valuesOf = ({ url, description, event_types }: Endpoint): EndpointValues => ({
  url,
  description,
  event_types,
})

/** Where an endpoint is and what it is told of, to be changed on top of the version that was read. */
export function EndpointSettings({ endpoint }: { endpoint: Endpoint }) {
  const say = useWebhookWords()
  const may = useMay()('webhooks:write')
  const { client } = useApi()
  const form = useForm<EndpointValues>({ initialValues: valuesOf(endpoint) })
  const path = { id: endpoint.id }
  const { save, theirs, foot } = useVersioned<Endpoint>({
    read: endpoint,
    async write(before = endpoint) {
      const params = { path, header: ifMatch(before.version) }
      const body = form.getValues()
      return bodyOr<Endpoint>(await client.PATCH('/v1/webhook-endpoints/{id}', { params, body }))
    },
    present: async () =>
      bodyOr<Endpoint>(await client.GET('/v1/webhook-endpoints/{id}', { params: { path } })),
    take: (newer) => form.setValues(valuesOf(newer)),
    place: (thrown) => showAtFields(form, thrown),
  })
  const shown: Array<ShownField<EndpointValues>> = [
    [say('url'), ({ url }) => url],
    [say('description'), ({ description }) => description],
    [say('types'), ({ event_types: types }) => types.join(', ') || say('typesAll')],
  ]
  const differences = differencesOf(shown, form.getValues(), theirs && valuesOf(theirs))
  return (
    <form onSubmit={form.onSubmit(() => void save())}>
      <fieldset className="plain" disabled={!may}>
        <Stack maw={640}>
          <EndpointFields form={form} />
          {may && <SaveFoot {...foot} differences={differences} />}
        </Stack>
      </fieldset>
    </form>
  )
}
