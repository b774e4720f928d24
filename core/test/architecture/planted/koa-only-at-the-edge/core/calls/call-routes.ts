import type { Context } from 'koa'

export type Routes = Context
