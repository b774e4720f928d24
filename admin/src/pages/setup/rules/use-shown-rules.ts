import type { ShownField } from '../../../ui/differences.ts'
import { useRulesWords } from '../../../words/rules.ts'
import { CHANGES, type PolicyValues } from './policy-values.ts'

/** The fields of a policy in the words of its form, for whoever saves too late. */
export function useShownRules(): Array<ShownField<PolicyValues>> {
  const say = useRulesWords()
  const ofChanges = CHANGES.flatMap((change): Array<ShownField<PolicyValues>> => {
    const label = (field: string) => `${say(change)}: ${field}`
    return [
      [
        label(say('notice.label')),
        ({ [change]: of }) => own(of.notice, say(`notice.${of.notice}`), of.noticeHours),
      ],
      [
        label(say('quota.label')),
        ({ [change]: of }) =>
          own(of.quota, say(`quota.${of.quota}`), `${of.quotaCount} ${say(`quota.${of.quotaPer}`)}`),
      ],
      [
        label(say('fee.label')),
        ({ [change]: of }) =>
          own(
            of.fee,
            say(`fee.${of.fee}`),
            `${of.fee === 'percent' ? of.feePercent : of.feeAmount} / ${of.feeHours}`,
          ),
      ],
    ]
  })
  return [...ofChanges, [say('holds'), ({ holds }) => holds]]
}

const own = (said: string, words: string, value: string | number): string =>
  said === 'inherit' || said === 'none' ? words : `${words}: ${value}`
