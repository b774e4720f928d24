/** What the hub says of any request: titles of problems, complaints about fields, and the platform's own refusals. */
export const requestSentences = {
  'The request could not be read': 'Die Anfrage war nicht lesbar',
  'A valid API key or session is needed': 'Bitte melden Sie sich an',
  'The e-mail address or the password is wrong': 'Die E-Mail-Adresse oder das Passwort ist falsch',
  'The password is right, a code is needed as well': 'Das Passwort stimmt, es fehlt noch ein Code',
  'The signature does not match': 'Die Unterschrift passt nicht',
  'This key or user may not do that': 'Das dürfen Sie nicht',
  'There is nothing here under that id': 'Das gibt es hier nicht (mehr)',
  'This path does not know that method': 'Diese Adresse kennt das nicht',
  'The present state does not allow that': 'Das geht im jetzigen Zustand nicht',
  'That time is taken': 'Diese Zeit ist vergeben',
  'That time is outside the opening or working hours':
    'Diese Zeit liegt außerhalb der Öffnungs- oder Arbeitszeiten',
  'That time is closer than the minimum notice': 'Das ist zu kurzfristig',
  'That time is beyond the booking horizon': 'Das ist zu weit in der Zukunft',
  'A booking limit is reached': 'Eine Buchungsgrenze ist erreicht',
  'It is too late to cancel that appointment': 'Zum Absagen ist es zu spät',
  'It is too late to move that appointment': 'Zum Verschieben ist es zu spät',
  'No more changes of that kind are allowed': 'Weitere Änderungen dieser Art sind nicht erlaubt',
  'Somebody else holds that time': 'Jemand anderes hält diese Zeit gerade',
  'The calendar has not been read recently enough': 'Der Kalender wurde zu lange nicht gelesen',
  'The hold has expired': 'Die Reservierung ist abgelaufen',
  'The same usage event came with other content': 'Derselbe Verbrauch kam schon mit anderem Inhalt',
  'The events after that position are not all kept any more':
    'Die Ereignisse ab dieser Stelle sind nicht mehr alle da',
  'It was changed in between': 'Es wurde zwischendurch geändert',
  'The body is too large': 'Das ist zu viel auf einmal',
  'The body must be JSON': 'Der Inhalt muss JSON sein',
  'The request is not valid': 'Eine Angabe stimmt nicht',
  'The same Idempotency-Key came with another request':
    'Derselbe Idempotency-Key kam mit einer anderen Anfrage',
  'Too many requests': 'Zu viele Anfragen',
  'Something went wrong in the hub': 'Im Hub ist etwas schiefgegangen',
  'The provider did not do what was asked': 'Der Anbieter hat es nicht getan',
  'The hub cannot answer just now': 'Der Hub kann gerade nicht antworten',

  'The {where} field {path} {complaint}.': 'Die Angabe {path} {complaint}.',
  'The body field {path} {complaint}.': 'Die Angabe {path} {complaint}.',
  'The {where} {complaint}.': 'Die Angabe {complaint}.',
  'is missing: add it': 'fehlt',
  'is not valid': 'stimmt nicht',
  'is needed': 'fehlt',
  'is not a known field: remove it or check its spelling':
    'ist nicht bekannt: weglassen oder Schreibweise prüfen',
  'is no setting of this plugin': 'ist keine Einstellung dieses Plugins',
  'fits none of the allowed shapes: see the documentation of this field':
    'hat keine der erlaubten Formen: siehe die Dokumentation dazu',
  'must be {what}': 'muss {what} sein',
  'must be {one} or {other}': 'muss {one} oder {other} sein',
  'must be one of: {values}': 'muss eines davon sein: {values}',
  'must be written like this: {examples}': 'muss so geschrieben sein: {examples}',
  'must not be blank': 'darf nicht leer sein',
  'does not look as it should: see what this field asks for':
    'sieht nicht so aus wie verlangt: siehe den Hinweis zu diesem Feld',
  'must have at least {count} character(s)': 'braucht mindestens {count} Zeichen',
  'must have at least {count} characters': 'braucht mindestens {count} Zeichen',
  'must have at most {count} character(s)': 'darf höchstens {count} Zeichen haben',
  'must have at least {count} item(s)': 'braucht mindestens {count} Einträge',
  'must have at most {count} item(s)': 'darf höchstens {count} Einträge haben',
  'must have at least {count} field(s)': 'braucht mindestens {count} Angaben',
  'must not hold the same item twice': 'darf denselben Eintrag nicht zweimal haben',
  'must NOT have fewer than {count} characters': 'braucht mindestens {count} Zeichen',
  'must NOT have more than {count} characters': 'darf höchstens {count} Zeichen haben',
  'must match pattern {pattern}': 'muss die Form {pattern} haben',
  'must match format {format}': 'muss die Form „{format}“ haben',
  'must be >= {least}': 'muss mindestens {least} sein',
  'must be <= {most}': 'darf höchstens {most} sein',
  'must be > {bound}': 'muss größer als {bound} sein',
  'must be < {bound}': 'muss kleiner als {bound} sein',
  'must be multiple of {step}': 'muss ein Vielfaches von {step} sein',

  'The cause is in the log of the hub under the request id.':
    'Die Ursache steht im Protokoll des Hubs unter der Nummer der Anfrage.',
  'The database did not answer. Send the same request again.':
    'Die Datenbank hat nicht geantwortet. Versuchen Sie es noch einmal.',
  'Read the {thing} again and repeat the change.': 'Laden Sie neu und ändern Sie es noch einmal ({thing}).',
  'At most {count} requests in {seconds} s. Wait {wait} s and send it again.':
    'Höchstens {count} Anfragen in {seconds} s. Versuchen Sie es in {wait} s noch einmal.',
  'Nothing to change was sent.': 'Es gibt nichts zu ändern.',
  'This may be asked for by a page of the hub itself only.': 'Das darf nur eine Seite des Hubs selbst.',
  'Only signed-in users may ask for this; a key may not.':
    'Das dürfen nur angemeldete Personen, kein Schlüssel.',
  'Your role lacks {permission}.': 'Ihrer Rolle fehlt das Recht {permission}.',
  'The key needs the scope {permission}.': 'Dem Schlüssel fehlt das Recht {permission}.',
  'This is about the hub as a whole: an agency may see it.':
    'Das betrifft den Hub als Ganzes: Nur eine Agentur darf es sehen.',
  'The hub has no such path: see /docs.': 'Diese Adresse kennt der Hub nicht: siehe /docs.',
  'This path knows {methods}.': 'Diese Adresse kennt {methods}.',
  'The admin is not built here: run `npm run build:admin`.':
    'Der Admin ist hier nicht gebaut: `npm run build:admin` baut ihn.',
  'A newer admin may have been built: load the page again.':
    'Es gibt wohl eine neuere Fassung: Laden Sie die Seite neu.',
  'Use a new Idempotency-Key for a new request.': 'Eine neue Anfrage braucht einen neuen Idempotency-Key.',
  'A request with this Idempotency-Key is still running. Send it again in a second.':
    'Dieselbe Anfrage läuft noch. Versuchen Sie es in einer Sekunde wieder.',
  'Idempotency-Key takes 1 to 255 printable ASCII characters.':
    'Idempotency-Key hat 1 bis 255 druckbare ASCII-Zeichen.',
  'If-Match and version in the body name different versions.':
    'If-Match und version nennen verschiedene Fassungen.',
  'If-Match takes one version in quotes: "3".': 'If-Match ist eine Fassung in Anführungszeichen: "3".',
  'Send JSON with Content-Type: application/json.': 'Senden Sie JSON mit Content-Type: application/json.',
  'The body is not valid UTF-8.': 'Der Inhalt ist kein gültiges UTF-8.',
  'The body is nested deeper than {levels} levels.':
    'Der Inhalt ist tiefer als {levels} Ebenen geschachtelt.',
  'The body holds \\u0000 or half a surrogate pair: leave them out.':
    'Der Inhalt hat Zeichen, die nicht gespeichert werden können: Lassen Sie sie weg.',
  'Keys such as __proto__ are refused.': 'Namen wie __proto__ werden abgewiesen.',
  'The body is not valid JSON: check quotes, commas and brackets.':
    'Der Inhalt ist kein gültiges JSON: Prüfen Sie Anführungszeichen, Kommas und Klammern.',
  'The URL is malformed: check its percent-encoding and parameters.':
    'Die Adresse ist fehlerhaft: Prüfen Sie ihre Zeichen und Parameter.',
  'Send the body without Content-Encoding.': 'Senden Sie den Inhalt ohne Content-Encoding.',
  'Send at most {bytes} bytes.': 'Senden Sie höchstens {bytes} Bytes.',
  'The body broke off. Send the request again.': 'Die Übertragung brach ab. Versuchen Sie es noch einmal.',
  'cursor is not one of ours.': 'Diese Seite der Liste gibt es nicht.',
  'At most {count} event streams at once: close one, or read GET /v1/events.':
    'Höchstens {count} Ereignis-Ströme gleichzeitig: Schließen Sie einen Tab.',
  'Last-Event-ID is the id of an event of this stream.': 'Last-Event-ID ist die Kennung eines Ereignisses.',
  'Events up to position {position} were deleted, some of which you have not read. Read anew what you follow, then go on with after={after}.':
    'Ereignisse bis Stelle {position} sind gelöscht, manche davon haben Sie nicht gelesen. Lesen Sie neu und gehen Sie dann mit after={after} weiter.',
  'the check itself failed: see the log': 'die Prüfung selbst ist gescheitert: siehe das Protokoll',
} as const
