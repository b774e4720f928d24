// Jest reads the same source that Node runs: types are blanked out in place, so lines and columns stay true
// and no source map is needed.
import { stripTypeScriptTypes } from 'node:module'

const transform = { process: (source) => ({ code: stripTypeScriptTypes(source, { mode: 'strip' }) }) }

export default transform
