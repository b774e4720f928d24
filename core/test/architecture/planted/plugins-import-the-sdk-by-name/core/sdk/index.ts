export const definePlugin = 1
