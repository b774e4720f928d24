/** About who signs in, tenants, keys and customers. */
export const peopleSentences = {
  'Sign in again: the session has ended.': 'Melden Sie sich neu an: Die Sitzung ist beendet.',
  'Try again, or ask for a link to set a new password.':
    'Versuchen Sie es noch einmal, oder lassen Sie sich einen Link für ein neues Passwort geben.',
  'Send a code of the authenticator app as well.': 'Geben Sie auch einen Code aus der Authenticator-App ein.',
  'The code is wrong or was used already: wait for the next one, or take a recovery code.':
    'Der Code ist falsch oder schon benutzt: Warten Sie auf den nächsten, oder nehmen Sie einen Notfall-Code.',
  'Too many attempts to sign in. Try again in {minutes} min.':
    'Zu viele Anmeldeversuche. Versuchen Sie es in {minutes} Min. noch einmal.',
  'Begin anew: no app is waiting to be confirmed.': 'Beginnen Sie neu: Keine App wartet auf Bestätigung.',
  'No second factor is switched on.': 'Es ist kein zweiter Faktor eingeschaltet.',
  'is not the one that the app shows now': 'ist nicht der, den die App gerade zeigt',
  'The code is not right: look at the clock of the phone, and type the newest one.':
    'Der Code stimmt nicht: Prüfen Sie die Uhr des Telefons, und tippen Sie den neuesten ein.',
  'The password {complaint}.': 'Das Passwort {complaint}.',
  'is among the first that are tried: take another': 'wird mit als erstes geraten: Nehmen Sie ein anderes',
  'is hardly more than a name or address': 'ist kaum mehr als ein Name oder eine Adresse',
  'must be a mail address': 'muss eine E-Mail-Adresse sein',
  'That is no e-mail address.': 'Das ist keine E-Mail-Adresse.',
  'has an account already: sign in with it': 'hat schon ein Konto: Melden Sie sich damit an',
  'There is an account under that address already.': 'Unter dieser Adresse gibt es schon ein Konto.',
  'Nobody signs in with that address.': 'Mit dieser Adresse meldet sich niemand an.',
  'Say what you are called.': 'Sagen Sie uns, wie Sie heißen.',
  'That account is a member already: change its role instead.':
    'Dieses Konto ist schon dabei: Ändern Sie stattdessen seine Rolle.',
  'This invitation was used, withdrawn or is too old: ask for another.':
    'Diese Einladung wurde benutzt, zurückgezogen oder ist zu alt: Bitten Sie um eine neue.',
  'This link was used or is too old: ask for another.':
    'Dieser Link wurde benutzt oder ist zu alt: Bitten Sie um einen neuen.',
  'This link was used or is too old. A start of the hub prints a new one.':
    'Dieser Link wurde benutzt oder ist zu alt. Ein Start des Hubs gibt einen neuen aus.',
  'That account is a member elsewhere as well: its agency can do this, or the person themselves.':
    'Dieses Konto ist auch anderswo dabei: Das kann dessen Agentur tun, oder die Person selbst.',
  'The last owner stays: make somebody else an owner first.':
    'Der letzte Inhaber bleibt: Machen Sie zuerst jemand anderen zum Inhaber.',
  'That role may more than yours: ask somebody who has it.':
    'Diese Rolle darf mehr als Ihre: Bitten Sie jemanden, der sie hat.',
  'Nobody is {role} in a tenant of the kind {kind}.': 'Die Rolle {role} gibt es hier nicht ({kind}).',
  'A key cannot make a key that may do more than itself.':
    'Ein Schlüssel kann keinen machen, der mehr darf als er selbst.',
  'Send Authorization: Bearer <API key>; the key may be mistyped, expired or revoked.':
    'Der Schlüssel fehlt, ist vertippt, abgelaufen oder widerrufen.',
  'X-Tenant-Id names no tenant of yours.': 'Diesen Mandanten gibt es für Sie nicht.',
  'holidays_open names {day}, which is neither a date nor a public holiday of the region.':
    '{day} ist weder ein Datum noch ein Feiertag der Region.',
  'There is no holiday_region {region}; what there is{within} stands beside.':
    'Die Feiertags-Region {region} gibt es nicht; welche es gibt, steht daneben.',
  'A {parent} cannot have a {child} under it.': 'Unter {parent} geht kein {child}.',
  '{zone} is no IANA time zone; Europe/Berlin would be one.':
    '{zone} ist keine Zeitzone; Europe/Berlin wäre eine.',
  'There is a customer with that number already.':
    'Mit dieser Nummer gibt es schon eine Kundin oder einen Kunden.',
  'Another customer has that number.': 'Diese Nummer hat schon jemand anderes.',
  'phone must be a number with its country, for instance +4930901820.':
    'Die Telefonnummer braucht die Landesvorwahl, zum Beispiel +4930901820.',
} as const
