import { container } from 'tsyringe'

export const register = container
