/**
 * What the hub uses of node:http. An import of that module reads all its exports, and one of them brings Node's own
 * `fetch`, which takes a tenth of a second that no first answer needs.
 */
export const { createServer, STATUS_CODES } = process.getBuiltinModule('node:http')
