import { Alert, Button, Group, Modal, Select, Stack, Text, Textarea } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../../api/api.ts'
import { readAnew } from '../../../api/live.ts'
import { problemOf } from '../../../api/problem.ts'
import { ProblemNote } from '../../../ui/problem-note.tsx'
import { useReturnFocus } from '../../../ui/use-return-focus.ts'
import { useCommonWords } from '../../../words/common.ts'
import { useDeskWords } from '../../../words/desk.ts'
import { instantOf, wallOf } from '../../../words/wall-time.ts'
import { AlternativeButtons } from '../alternative-buttons.tsx'
import type { CalendarResource } from '../desk-types.ts'
import { alternativesOf, useRefusalWords } from '../refusal-words.ts'
import { CustomerFields, type CustomerValues } from './customer-fields.tsx'
import { StartFields } from './start-fields.tsx'
import { useUndoToast } from './undo-toast.tsx'

export interface NewAppointmentProps {
  /** Wall clock. */
  start: string
  resourceId?: string | undefined
  locationId: string
  resources: readonly CalendarResource[]
  zone: string
  onClose: () => void
}

interface Values extends CustomerValues {
  service: string
  /** Empty: the service's own length. */
  minutes: string
  start: string
  resource: string
  notes: string
}

/** A new appointment in a gap. What the hub refuses is shown here with the times that it offers instead. */
export function NewAppointment(props: NewAppointmentProps) {
  useReturnFocus()
  const { resources, zone, onClose, locationId } = props
  const say = useDeskWords()
  const common = useCommonWords()
  const { services, lengths, form } = useNewForm(props)
  const [thrown, setThrown] = useState<unknown>()
  const book = useBooking(locationId, zone)
  const submit = form.onSubmit(async (values) => {
    const failure = await book(values).catch((error: unknown) => error)
    if (failure === undefined) onClose()
    else setThrown(failure)
  })
  const { service } = form.getValues()
  const able = resources.filter(({ kind, service_ids }) => kind === 'staff' && service_ids.includes(service))
  return (
    <Modal opened onClose={onClose} title={say('cal.newTitle')}>
      <form onSubmit={submit}>
        <Stack>
          <Refused
            thrown={thrown}
            zone={zone}
            resources={resources}
            onTake={(start, resource) => {
              form.setValues({ start, ...(resource ? { resource } : {}) })
              setThrown(undefined)
            }}
          />
          <ServiceFields form={form} services={services} lengths={lengths} />
          <StartFields
            zone={zone}
            value={form.getValues().start}
            onChange={(at) => form.setFieldValue('start', at)}
          />
          <Select
            label={say('cal.with')}
            placeholder={say('list.anyone')}
            data={able.map(({ id, name }) => ({ value: id, label: name }))}
            clearable
            {...form.getInputProps('resource')}
            value={able.some(({ id }) => id === form.getValues().resource) ? form.getValues().resource : null}
          />
          <CustomerFields form={form} />
          <Textarea label={say('cal.notes')} autosize {...form.getInputProps('notes')} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {common('cancel')}
            </Button>
            <Button type="submit" loading={form.submitting}>
              {say('cal.book')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

type Form = UseFormReturnType<Values>

interface ServiceFieldsProps {
  form: Form
  services: Array<{ value: string; label: string }>
  /** In minutes, the usual one first. */
  lengths: readonly number[]
}

/** What is booked, and how long where there is a choice. */
function ServiceFields({ form, services, lengths }: ServiceFieldsProps) {
  const say = useDeskWords()
  return (
    <>
      <Select
        label={say('cal.service')}
        data={services}
        required
        searchable
        data-autofocus
        allowDeselect={false}
        {...form.getInputProps('service')}
        onChange={(id) => form.setValues({ service: id ?? '', minutes: '' })}
      />
      {lengths.length > 1 && (
        <Select
          label={say('cal.length')}
          data={lengths.map((each) => ({
            value: String(each),
            label: say('cal.lengthOf', { minutes: each }),
          }))}
          allowDeselect={false}
          {...form.getInputProps('minutes')}
          value={form.getValues().minutes || String(lengths[0])}
        />
      )}
    </>
  )
}

function useNewForm({ start, resourceId, resources }: NewAppointmentProps) {
  const api = useApi()
  const { data } = api.useQuery('get', '/v1/services')
  const resource = resources.find(({ id }) => id === resourceId)
  const offered = (data?.data ?? []).filter(
    ({ id, active }) => active && (resource?.kind !== 'staff' || resource.service_ids.includes(id)),
  )
  const form = useForm<Values>({
    initialValues: {
      service: '',
      minutes: '',
      start,
      resource: resource?.kind === 'staff' ? resource.id : '',
      customerId: '',
      name: '',
      phone: '',
      email: '',
      notes: '',
    },
    validate: { service: (value) => (value === '' ? ' ' : null) },
  })
  const { service } = form.getValues()
  const chosen = offered.find(({ id }) => id === service)
  const lengths = chosen ? [chosen.minutes, ...chosen.durations.map(({ minutes }) => minutes)] : []
  return { form, lengths, services: offered.map(({ id, name }) => ({ value: id, label: name })) }
}

/** Gives what was thrown, or nothing once it is booked. */
function useBooking(locationId: string, zone: string): (values: Values) => Promise<unknown> {
  const { client } = useApi()
  const queries = useQueryClient()
  const toast = useUndoToast(zone)
  return async (values) => {
    const { data, error } = await client.POST('/v1/appointments', {
      body: {
        service_id: values.service,
        location_id: locationId,
        start: instantOf(values.start, zone),
        ...(values.minutes ? { duration_minutes: Number(values.minutes) } : {}),
        ...(values.resource ? { resource_id: values.resource } : {}),
        ...(values.notes ? { notes: values.notes } : {}),
        ...whoOf(values),
      },
    })
    if (!data) return error
    await readAnew(queries, ['/v1/calendar', '/v1/appointments', '/v1/overview'])
    toast.made({ id: data.id, start: data.start, name: values.name || data.attendee_name || '–' })
    return undefined
  }
}

function whoOf({ customerId, name, phone, email }: CustomerValues) {
  if (customerId) return { customer_id: customerId }
  if (!name) return {}
  return { customer: { name, ...(phone ? { phone } : {}), ...(email ? { email } : {}) } }
}

interface RefusedProps {
  thrown: unknown
  zone: string
  resources: readonly CalendarResource[]
  onTake: (start: string, resource: string | undefined) => void
}

function Refused({ thrown, zone, resources, onTake }: RefusedProps) {
  const reason = useRefusalWords()
  if (thrown === undefined) return null
  if (problemOf(thrown).status !== 409) return <ProblemNote thrown={thrown} />
  return (
    <Alert color="orange" role="alert">
      <Stack gap="xs">
        <Text size="sm">{reason(thrown)}</Text>
        <AlternativeButtons
          alternatives={alternativesOf(thrown)}
          zone={zone}
          nameOfResource={(id) => resources.find((each) => each.id === id)?.name}
          onTake={({ start, resource_ids: [resource] }) => onTake(wallOf(start), resource)}
        />
      </Stack>
    </Alert>
  )
}
