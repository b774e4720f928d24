import type { Context } from 'koa'

export type Calls = Context
