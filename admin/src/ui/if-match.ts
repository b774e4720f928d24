/** The header that says on which version a change builds. */
export const ifMatch = (version: number) => ({ 'If-Match': `"${version}"` })
