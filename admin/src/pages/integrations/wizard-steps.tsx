import { Stepper } from '@mantine/core'
import type { Shape } from '../../api/shapes.ts'
import { useIntegrationWords } from '../../words/integrations.ts'

export type Step = 'account' | 'consent' | 'mapping' | 'hooks' | 'done'

type Facts = Pick<Shape<'Plugin'>, 'auth' | 'provides'> & { hooks: readonly unknown[] }

/** Which steps it takes: consent where the provider asks for it, calendars or addresses where there are such. */
export function stepsOf({ auth, provides = [], hooks }: Facts): Step[] {
  const isCalendar = provides.includes('calendar')
  return [
    'account',
    ...(auth === 'oauth2' ? (['consent'] as const) : []),
    ...(isCalendar ? (['mapping'] as const) : []),
    ...(!isCalendar && hooks.length > 0 ? (['hooks'] as const) : []),
    'done',
  ]
}

export function WizardSteps({ plugin, at }: { plugin: Facts; at: Step }) {
  const say = useIntegrationWords()
  const steps = stepsOf(plugin)
  return (
    <Stepper active={steps.indexOf(at)} size="sm" allowNextStepsSelect={false}>
      {steps.map((step) => (
        <Stepper.Step key={step} label={say(`wizard.${step}`)} allowStepSelect={false} />
      ))}
    </Stepper>
  )
}
