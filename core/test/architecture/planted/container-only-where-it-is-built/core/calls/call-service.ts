import { container } from 'tsyringe'

export const calls = container
