import { breakAndBufferScenarios } from './breaks-and-buffers.ts'
import { callScenarios } from './calls.ts'
import { dayFilterScenarios } from './day-filters.ts'
import { deskScenarios } from './desk.ts'
import { editorScenarios } from './editors.ts'
import { formScenarios } from './forms.ts'
import { manyRowsScenarios } from './many-rows.ts'
import { outageScenarios } from './outages.ts'
import { play } from './play.ts'
import { ruleScenarios } from './rules.ts'
import { setupScenarios } from './setup.ts'
import { shellScenarios } from './shell.ts'
import { zoneScenarios } from './zones.ts'

play('what a business does in the admin, in a browser', [
  ...shellScenarios,
  ...callScenarios,
  ...setupScenarios,
  ...editorScenarios,
  ...deskScenarios,
  ...ruleScenarios,
  ...dayFilterScenarios,
  ...formScenarios,
  ...breakAndBufferScenarios,
  ...zoneScenarios,
  ...outageScenarios,
  // Last: the others have a business of usual size.
  ...manyRowsScenarios,
])
