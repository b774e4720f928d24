import type { BrowserContextOptions, Page } from 'playwright-core'
import type { DemoHub } from '../../core/test/program/demo-hub.ts'

export interface Credentials {
  email: string
  password: string
}

/** What a scenario plays on: one hub with the demo's business and providers, and a browser. */
export interface Stage {
  program: DemoHub
  /** The demo's owner. */
  owner: Credentials
  /** A page of its own: nobody else's cookies. What it complains about (errors, refused by policy) fails the scenario. */
  open(path: string, options?: OpenOptions): Promise<Page>
  /** The demo's client, below `/admin`: `stage.path('calls')`. */
  path(page: string): string
}

export interface OpenOptions {
  /** Else the demo's owner; `nobody` is not signed in. */
  as?: Credentials | 'nobody'
  context?: BrowserContextOptions
  /** Complaints of the browser that the scenario provokes (a refused request is logged by Chromium as an error). */
  expected?: RegExp
}

export interface Scenario {
  name: string
  run(stage: Stage): Promise<void>
}
