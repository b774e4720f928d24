import { callers } from '../callers.ts'
import type { Script } from '../script.ts'
import { wordsIn } from '../scripts/words.ts'
import { ListeningAgent } from './listening-agent.ts'

/** What the caller says, line by line. */
export type FreeCall = {
  lines: readonly string[]
  language: 'de' | 'en'
  /** Gets the lines that the agent made nothing of, once the call is over. */
  onNotUnderstood: (lines: readonly string[]) => void
}

/** One call whose caller says just these lines and hangs up. */
export const listeningScript = ({ lines, language, onNotUnderstood }: FreeCall): Script => ({
  name: 'free-lines',
  title: 'Free text',
  about: { de: 'Was Sie selbst schreiben.', en: 'What you write yourself.' },
  language,
  caller: callers.mia.number,
  line: 'mitte',
  play: async (stage) => {
    const summary = language === 'de' ? 'Ein Anruf mit eigenen Sätzen.' : 'A call with free text.'
    await stage.call({ from: stage.caller, summary }, async (talk) => {
      const agent = new ListeningAgent(talk, { words: wordsIn[language], language })
      try {
        await agent.run(lines)
      } finally {
        onNotUnderstood(agent.notUnderstood)
      }
    })
  },
})
