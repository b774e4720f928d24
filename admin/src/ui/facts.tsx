import { Paper, SimpleGrid, Text } from '@mantine/core'
import type { ReactNode } from 'react'

export interface Fact {
  label: string
  value: ReactNode
  /** One line below. */
  about?: ReactNode
}

/** Figures and states beside each other; `narrow` in a column of a page. */
export function Facts({ facts, narrow = false }: { facts: readonly Fact[]; narrow?: boolean }) {
  return (
    <SimpleGrid cols={narrow ? { base: 1, xs: 2 } : { base: 1, xs: 2, lg: 3 }} component="dl" m={0}>
      {facts.map(({ label, value, about }) => (
        <Paper key={label} withBorder p="md">
          <Text size="sm" c="dimmed" component="dt">
            {label}
          </Text>
          <Text fw={600} component="dd" m={0}>
            {value}
          </Text>
          {about && (
            <Text size="sm" c="dimmed" component="dd" m={0}>
              {about}
            </Text>
          )}
        </Paper>
      ))}
    </SimpleGrid>
  )
}
