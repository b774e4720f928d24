// Bull's own jobs that do nothing. Takes one order after the other.
import Bull from 'bull'

export interface JobsOrder {
  redisUrl: string | undefined
  databaseUrl: string
  jobs: number
  /** Run at once. */
  places: number
}

/** Seconds from the start of the worker, with all jobs waiting, to the end of the last of them. */
export interface JobsResult {
  seconds: number
}

let runs = 0

async function run({ redisUrl, jobs, places }: JobsOrder): Promise<JobsResult> {
  runs += 1
  const queue = new Bull(`noop-${runs}`, redisUrl ?? '', { defaultJobOptions: { removeOnComplete: true } })
  await queue.addBulk(Array.from({ length: jobs }, (_, number) => ({ data: { number } })))
  const begun = performance.now()
  await new Promise<void>((resolve) => {
    let left = jobs
    queue.on('completed', () => {
      left -= 1
      if (left === 0) resolve()
    })
    void queue.process(places, async () => {})
  })
  const seconds = (performance.now() - begun) / 1_000
  await queue.close()
  return { seconds }
}

process.on('message', (order: JobsOrder) => {
  void run(order).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  )
})
