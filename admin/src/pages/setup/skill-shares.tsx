import { Fieldset, NumberInput, Table, Text } from '@mantine/core'
import { useSetupWords } from '../../words/setup.ts'
import type { Service, Skill } from './setup-types.ts'

interface Props {
  skills: readonly Skill[]
  services: readonly Service[]
  onChange: (skills: Skill[]) => void
}

/** Of several who are able and free: who is asked first, and how much of it they get. */
export function SkillShares({ skills, services, onChange }: Props) {
  const say = useSetupWords()
  if (skills.length === 0) return null
  const put = (skill: Skill, change: Partial<Skill>) =>
    onChange(skills.map((each) => (each === skill ? { ...each, ...change } : each)))
  return (
    <Fieldset legend={say('shares.title')}>
      <Text size="xs" c="dimmed" mb="xs">
        {say('shares.about')}
      </Text>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('shares.service')}</Table.Th>
            <Table.Th w={100}>{say('shares.priority')}</Table.Th>
            <Table.Th w={100}>{say('shares.weight')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {skills.map((skill) => {
            const service = services.find(({ id }) => id === skill.service_id)
            const name = service?.name ?? skill.service_id
            return (
              <Table.Tr key={skill.service_id}>
                <Table.Th scope="row" fw={400}>
                  {name}
                </Table.Th>
                <Table.Td>
                  <NumberInput
                    size="xs"
                    aria-label={say('shares.priorityOf', { name })}
                    min={-1000}
                    max={1000}
                    allowDecimal={false}
                    value={skill.priority}
                    onChange={(value) => put(skill, { priority: Number(value) || 0 })}
                  />
                </Table.Td>
                <Table.Td>
                  {service?.choose === 'round_robin' ? (
                    <NumberInput
                      size="xs"
                      aria-label={say('shares.weightOf', { name })}
                      min={1}
                      max={1000}
                      allowDecimal={false}
                      value={skill.weight}
                      onChange={(value) => put(skill, { weight: Number(value) || 1 })}
                    />
                  ) : (
                    <Text size="sm" c="dimmed">
                      –
                    </Text>
                  )}
                </Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
    </Fieldset>
  )
}
