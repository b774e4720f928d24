import { Button, Group, TagsInput } from '@mantine/core'
import { useState } from 'react'
import { useApi } from '../../api/api.ts'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { bodyOr } from '../../ui/use-saved.ts'
import { useWelcomeWords } from '../../words/welcome.ts'
import type { Place } from './setup-types.ts'
import { useStep } from './use-step.ts'

/** Who is booked with. They work whenever it is open until somebody says otherwise. */
export function StaffStep({ place }: { place: Place }) {
  const say = useWelcomeWords()
  const api = useApi()
  const { run, failure, busy } = useStep()
  const [names, setNames] = useState<string[]>([])
  const add = () =>
    run(async () => {
      for (const name of names)
        bodyOr(
          await api.client.POST('/v1/resources', {
            body: { name, kind: 'staff', location_id: place.id },
          }),
        )
    })
  return (
    <>
      <TagsInput
        label={say('staff.names')}
        description={say('staff.about')}
        placeholder={say('staff.example')}
        acceptValueOnBlur
        value={names}
        onChange={setNames}
      />
      {failure !== undefined && <ProblemNote thrown={failure} />}
      <Group>
        <Button loading={busy} disabled={names.length === 0} onClick={() => void add()}>
          {say('next')}
        </Button>
      </Group>
    </>
  )
}
