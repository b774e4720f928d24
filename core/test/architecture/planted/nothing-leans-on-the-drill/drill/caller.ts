export const caller = 1
