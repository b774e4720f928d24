import { parse } from 'semver'

export const acme = parse('1.0.0')
