/** About connections, providers, calls, agents, and webhooks in both directions. */
export const integrationSentences = {
  'The connection is switched off: enable it first.':
    'Die Verbindung ist ausgeschaltet: Schalten Sie sie zuerst ein.',
  'The connection is switched off.': 'Die Verbindung ist ausgeschaltet.',
  'The connection cannot be used just now.': 'Die Verbindung kann gerade nicht benutzt werden.',
  'Voice agents stand at the provider over it: remove them first.':
    'Über sie stehen Sprachagenten beim Anbieter: Entfernen Sie diese zuerst.',
  'Its secrets were sealed under another master key: enter all of them again.':
    'Die Geheimnisse sind mit einem anderen Hauptschlüssel versiegelt: Geben Sie alle neu ein.',
  '{problem} Another access token is asked for.': '{problem} Ein neuer Zugang wird geholt.',
  'This consent link was used or is too old: connect again.':
    'Dieser Link zum Verbinden wurde benutzt oder ist zu alt: Verbinden Sie neu.',
  'Come back in the browser in which the consent link was opened, or connect again.':
    'Kommen Sie in dem Browser zurück, in dem Sie den Link geöffnet haben, oder verbinden Sie neu.',
  'No consent was given ({reason}).': 'Die Zustimmung wurde nicht gegeben ({reason}).',
  'The provider gave no refresh token: remove the old consent there first.':
    'Der Anbieter gab keinen dauerhaften Zugang: Entfernen Sie dort zuerst die alte Zustimmung.',
  '{name} is connected with a key, not by consent.':
    '{name} wird mit einem Schlüssel verbunden, nicht durch Zustimmung.',
  'the token endpoint answered {status}': 'der Anbieter hat beim Holen des Zugangs mit {status} geantwortet',
  'another process has been refreshing the access token for too long':
    'ein anderer Prozess erneuert den Zugang schon zu lange',
  'nobody has given consent yet': 'noch niemand hat zugestimmt',
  'This provider offers no slots of its own.': 'Dieser Anbieter bietet keine eigenen Zeiten an.',
  'The provider refused that: {reason}': 'Der Anbieter hat abgelehnt: {reason}',
  '{id} is no {capability}.': '{id} ist kein Anbieter für {capability}.',
  'from must lie before to, by at most 31 days.': 'Der Anfang muss vor dem Ende liegen, höchstens 31 Tage.',
  '`to` must be after `from`.': 'Das Ende muss nach dem Anfang liegen.',
  'all {count} places for calls of this connection are taken':
    'alle {count} Plätze für Anfragen dieser Verbindung sind belegt',
  'the provider asked to wait': 'der Anbieter bittet zu warten',
  'the provider has been failing; calls are paused': 'der Anbieter ist gestört; es wird kurz gewartet',
  'the provider allows no more requests at present': 'der Anbieter erlaubt gerade keine weiteren Anfragen',
  'the calls that are left are kept for bookings': 'die übrigen Anfragen sind für Buchungen aufgehoben',
  'the provider answered {status}': 'der Anbieter hat mit {status} geantwortet',
  'the provider could not answer': 'der Anbieter konnte nicht antworten',
  'a redirect ({status}) was refused': 'eine Weiterleitung ({status}) wurde abgelehnt',
  '{host} could not be reached: {reason}': '{host} war nicht zu erreichen: {reason}',
  'The plugin calls {host}, which its plugin.json does not declare.':
    'Das Plugin ruft {host} auf, was in seiner plugin.json nicht steht.',
  '{host} is a private address. If it is meant, the operator opens it: ASKPRO_OUTBOUND_ALLOW={address}.':
    '{host} ist eine private Adresse. Ist sie gemeint, gibt der Betreiber sie frei: ASKPRO_OUTBOUND_ALLOW={address}.',
  '{host} leads to a private address. If it is meant, the operator opens it: ASKPRO_OUTBOUND_ALLOW={address}.':
    '{host} führt zu einer privaten Adresse. Ist sie gemeint, gibt der Betreiber sie frei: ASKPRO_OUTBOUND_ALLOW={address}.',
  'The address leads elsewhere: enter this again as well.':
    'Die Adresse führt jetzt woandershin: Geben Sie auch dies neu ein.',
  'This is no address.': 'Das ist keine Adresse.',
  'url: {complaint}': 'Adresse: {complaint}',
  'Only https addresses are called.': 'Nur https-Adressen werden aufgerufen.',
  'The address is a private one.': 'Das ist eine private Adresse.',
  'There was no answer within {seconds} seconds.': 'Innerhalb von {seconds} Sekunden kam keine Antwort.',
  'The name leads to a private address.': 'Der Name führt zu einer privaten Adresse.',
  'The address could not be reached: {reason}.': 'Die Adresse war nicht zu erreichen: {reason}.',
  'A redirect ({status}) is not followed.': 'Einer Weiterleitung ({status}) wird nicht gefolgt.',
  'It was answered with {status}.': 'Die Antwort war {status}.',
  'The endpoint was disabled: {why}.': 'Der Empfänger wurde ausgeschaltet: {why}.',
  'The endpoint has no place free, or does not answer and is paused.':
    'Beim Empfänger ist gerade kein Platz frei, oder er antwortet nicht und pausiert.',
  'the delivery is not there any more, or was started again':
    'die Zustellung gibt es nicht mehr, oder sie wurde neu begonnen',
  'the delivery is not there any more': 'die Zustellung gibt es nicht mehr',
  'Enable the endpoint first.': 'Schalten Sie den Empfänger zuerst ein.',
  'A tenant has {count} webhook endpoints at the most.': 'Ein Mandant hat höchstens {count} Empfänger.',
  'It is being worked on right now.': 'Daran wird gerade gearbeitet.',
  'unknown hook': 'unbekannte Adresse',
  'another reason': 'ein anderer Grund',
  'This is no inbound call.': 'Das ist kein eingehender Anruf.',
  'This is no function call.': 'Das ist kein Funktionsaufruf.',
  '{id} {version} needs @askpro/plugin-sdk {range}, this hub has {sdk}':
    '{id} {version} braucht @askpro/plugin-sdk {range}, dieser Hub hat {sdk}',
  'its code was not loaded within {ms} ms': 'sein Code war nach {ms} ms nicht geladen',
  'no package {id} is installed beside the plugins': 'neben den Plugins ist kein Paket {id} installiert',
  'plugin.json: /id is {id}, the folder is {folder}': 'plugin.json: /id ist {id}, der Ordner heißt {folder}',
  'plugin.json: /sdk is no version range: {range}': 'plugin.json: /sdk ist kein Versionsbereich: {range}',
  'plugin.json: {path} {complaint}': 'plugin.json: {path} {complaint}',
  'settings.schema.json: it must be an object': 'settings.schema.json: muss ein Objekt sein',
  '{file}: there is none': '{file}: fehlt',
  'index exports no `plugin`': 'index exportiert kein `plugin`',
  'there is no index.ts or index.js': 'es gibt kein index.ts oder index.js',
  'it is named in ASKPRO_PLUGINS_OFF': 'es steht in ASKPRO_PLUGINS_OFF',

  'number must be given with its country: +4930901820.': 'Die Nummer braucht die Landesvorwahl: +4930901820.',
  'transfer_to must be given with its country: +4930901820.':
    'Die Nummer zum Weiterverbinden braucht die Landesvorwahl: +4930901820.',
  'That number is in use already.': 'Diese Nummer ist schon vergeben.',
  'location_id names no location.': 'Den Standort gibt es nicht.',
  'connection_id names no connection that this client may use.':
    'Diese Verbindung darf der Mandant nicht benutzen.',
  'The query field /start must be a full minute.': 'Der Beginn muss eine volle Minute sein.',
  'must be a full minute': 'muss eine volle Minute sein',
  'The query field /{field} {complaint}.': 'Die Angabe {field} {complaint}.',
  'cannot be combined with day, part_of_day and ranges: say it all in words':
    'geht nicht zusammen mit day, part_of_day und ranges: Sagen Sie alles in Worten',
  'cannot be combined with ranges': 'geht nicht zusammen mit ranges',
  'is over already': 'ist schon vorbei',
  'is too far ahead': 'liegt zu weit voraus',
  '{text} is no interval like 2026-12-01T13:00+01:00/2026-12-01T17:00+01:00':
    '{text} ist keine Zeitspanne wie 2026-12-01T13:00+01:00/2026-12-01T17:00+01:00',
  'The plugin of the connection hands no function calls to the hub: an agent on this number cannot look anything up or book.':
    'Das Plugin dieser Verbindung gibt dem Hub keine Funktionsaufrufe: Ein Agent auf dieser Nummer kann nichts nachsehen und nichts buchen.',
  'Nobody at the location can do a service that is on offer: an agent on this number can only note callbacks.':
    'Am Standort kann niemand eine angebotene Leistung: Ein Agent auf dieser Nummer kann nur Rückrufe notieren.',
  '{count} simulated calls are going on: wait until one is over.':
    '{count} Testanrufe laufen: Warten Sie, bis einer zu Ende ist.',
  'This hub has no simulated telephony provider: calls are simulated in a demo only.':
    'Dieser Hub hat keine nachgestellte Telefonie: Testanrufe gibt es nur in einer Demo.',
  'No number of this client is connected to the simulated telephony provider.':
    'Keine Nummer dieses Mandanten hängt an der nachgestellten Telefonie.',
  '{number} is no number of this client that is connected to the simulated telephony provider.':
    '{number} ist keine Nummer dieses Mandanten, die an der nachgestellten Telefonie hängt.',
  '{name} makes no agents over its API.': '{name} macht keine Agenten über seine Schnittstelle.',
  'The account has no such number: buy or import it there, or remove it here.':
    'Im Konto gibt es diese Nummer nicht: Kaufen oder importieren Sie sie dort, oder entfernen Sie sie hier.',
  'The hub leads it nowhere: add it under /v1/phone-numbers if its callers are to be answered.':
    'Der Hub kennt diese Nummer nicht: Legen Sie sie an, wenn ihre Anrufe beantwortet werden sollen.',
  'The agent is being taken away.': 'Der Agent wird gerade entfernt.',
  'That location has an agent on this connection already.':
    'Dieser Standort hat auf dieser Verbindung schon einen Agenten.',
} as const
