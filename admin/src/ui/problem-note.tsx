import { Alert, Button, List, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { problemOf } from '../api/problem.ts'
import { useCommonWords } from '../words/common.ts'

interface Props {
  /** Whatever a query or mutation threw. */
  thrown: unknown
  /** Offers to try again. */
  retry?: () => void
}

/** An error in words, with what to do next and the request's name for whoever reads the log. */
export function ProblemNote({ thrown, retry }: Props) {
  const say = useCommonWords()
  const { title, detail, errors, code, request_id: request } = problemOf(thrown)
  return (
    <Alert
      color="red"
      icon={<IconAlertTriangle aria-hidden />}
      title={title || say('problem.title')}
      role="alert"
      data-problem
    >
      <Text size="sm">{code === 'unreachable' ? say('problem.unreachable') : detail}</Text>
      {errors && (
        <List size="sm" mt="xs">
          {errors.map(({ path, message }) => (
            <List.Item key={`${path} ${message}`}>
              {path} {message}
            </List.Item>
          ))}
        </List>
      )}
      {request && (
        <Text size="xs" c="dimmed" mt="xs">
          {say('problem.request', { id: request })}
        </Text>
      )}
      {retry && (
        <Button mt="sm" size="xs" variant="default" onClick={retry}>
          {say('retry')}
        </Button>
      )}
    </Alert>
  )
}
