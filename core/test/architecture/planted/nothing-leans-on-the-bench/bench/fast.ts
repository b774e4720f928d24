export const fast = true
