import { request } from 'node:https'

export const acme = request
