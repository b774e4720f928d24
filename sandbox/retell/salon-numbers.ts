/** The demo salon's two lines, from the range that Germany keeps free for fiction. */
export const salonNumbers = { mitte: '+493023125001', prenzlauer_berg: '+493023125002' } as const
