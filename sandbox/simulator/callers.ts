/** Made-up callers; their numbers are from the mobile range that Germany keeps free for fiction. */
export const callers = {
  lena: { name: 'Lena Hoffmann', number: '+491713920011' },
  jonas: { name: 'Jonas Weber', number: '+491713920012' },
  mia: { name: 'Mia Schneider', number: '+491713920013' },
  emma: { name: 'Emma Clark', number: '+491713920014' },
  oliver: { name: 'Oliver Reed', number: '+491713920015' },
  aylin: { name: 'Aylin Yılmaz', number: '+491713920016' },
  paul: { name: 'Paul Krüger', number: '+491713920017' },
} as const
