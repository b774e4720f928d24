import { parse } from 'semver'

export const price = parse('1.0.0')
