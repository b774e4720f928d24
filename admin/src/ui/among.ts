/** The word among those that are known; undefined for one that a newer hub or a plugin made. */
export const among = <const Known extends readonly string[]>(
  known: Known,
  word: string | null | undefined,
): Known[number] | undefined => known.find((one) => one === word)
