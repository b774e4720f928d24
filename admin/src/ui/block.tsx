import { Code } from '@mantine/core'

/** A longer text as it came, wrapped. */
export const Block = ({ text }: { text: string }) => (
  <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
    {text}
  </Code>
)
