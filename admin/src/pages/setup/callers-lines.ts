/** What somebody says who books a service; on Tuesdays every usual week is open. */
export const callersLines = (service: string, language: 'de' | 'en'): string[] =>
  language === 'de'
    ? [
        `Ich hätte gern einen Termin für ${service}, am Dienstag.`,
        'Ja, gern den ersten.',
        'Mein Name ist Mia Schneider.',
        'Das war alles, auf Wiederhören.',
      ]
    : [
        `I would like an appointment for ${service} on Tuesday.`,
        'Yes, the first one, please.',
        'My name is Mia Schneider.',
        'That was all, goodbye.',
      ]
