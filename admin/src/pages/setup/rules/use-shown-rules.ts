import { useTenant } from '../../../session/session.ts'
import type { ShownField } from '../../../ui/differences.ts'
import { minorOf } from '../../../ui/money.ts'
import { useFormats } from '../../../words/formats.ts'
import { useRulesWords } from '../../../words/rules.ts'
import { CHANGES, type ChangeValues, type PolicyValues } from './policy-values.ts'

/** The fields of a policy and what it says there, in the words of its form. */
export function useShownRules(): Array<ShownField<PolicyValues>> {
  const say = useRulesWords()
  const formats = useFormats()
  const { currency } = useTenant()
  const hours = (typed: number | string) => formats.number(Number(typed))
  const notice = ({ notice: how, noticeHours }: ChangeValues) =>
    how === 'own' ? say('notice.said', { hours: hours(noticeHours) }) : say(`notice.${how}`)
  const quota = ({ quota: how, quotaCount: count, quotaPer }: ChangeValues) =>
    how === 'own'
      ? say('quota.said', { count: Number(count), per: say(`quota.${quotaPer}`) })
      : say(`quota.${how}`)
  const fee = ({ fee: how, feePercent, feeAmount, feeHours }: ChangeValues) => {
    if (how === 'inherit' || how === 'none') return say(`fee.${how}`)
    const amount = formats.money(minorOf(feeAmount, currency) ?? 0, currency)
    return say('fee.said', {
      fee: how === 'percent' ? `${feePercent} %` : amount,
      hours: hours(feeHours),
    })
  }
  const ofChanges = CHANGES.flatMap((change): Array<ShownField<PolicyValues>> => {
    const label = (field: string) => `${say(change)}: ${field}`
    return [
      [label(say('notice.label')), (values) => notice(values[change])],
      [label(say('quota.label')), (values) => quota(values[change])],
      [label(say('fee.label')), (values) => fee(values[change])],
    ]
  })
  return [...ofChanges, [say('holds'), ({ holds }) => holds]]
}
