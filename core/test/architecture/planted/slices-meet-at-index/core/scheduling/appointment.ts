export const appointment = 1
