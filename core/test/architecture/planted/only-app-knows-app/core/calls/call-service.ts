import { app } from '../app/create-app.ts'

export const calls = app
