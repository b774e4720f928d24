/**
 * Of the jobs of a dead runner any may have killed it. The first time all are run again at once; those whose next runner
 * died as well are run one at a time, so that what kills falls alone and the others are cleared.
 */
export const IS_SUSPECT = 'crashes = 1'

/** No suspect is being tried, by any process. */
export const NONE_ON_TRIAL = `not exists (select from jobs suspect where suspect.state = 'running' and suspect.crashes > 1
  and suspect.lease_until >= clock_timestamp())`
