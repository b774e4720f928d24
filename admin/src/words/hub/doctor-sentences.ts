/** What the doctor finds, and what to do about it. */
export const doctorSentences = {
  '{mode}, role {role}, {database}, {redis}': '{mode}, Rolle {role}, {database}, {redis}',
  'Mend the variables: docs/configuration.md lists them all.':
    'Berichtigen Sie die Variablen: docs/configuration.md nennt sie alle.',
  'needs a valid configuration': 'braucht eine gültige Konfiguration',
  'This check itself could not be finished.': 'Diese Prüfung selbst kam nicht zu Ende.',
  'PUBLIC_URL is not set': 'PUBLIC_URL ist nicht gesetzt',
  'Set it: providers reach webhooks under it.': 'Setzen Sie es: Darunter erreichen Anbieter den Hub.',
  'PUBLIC_URL is not https': 'PUBLIC_URL ist nicht https',
  'Put TLS in front: providers send and redirect to https only.':
    'Stellen Sie TLS davor: Anbieter senden nur an https.',
  'no proxy is trusted, so all who sign in count as one caller':
    'keinem Proxy wird vertraut, darum zählen alle, die sich anmelden, als einer',
  'Name what stands in front in ASKPRO_TRUSTED_PROXIES (docs/operating.md).':
    'Nennen Sie in ASKPRO_TRUSTED_PROXIES, was davor steht (docs/operating.md).',
  'one database role works and owns the tables': 'eine Datenbankrolle arbeitet und besitzt auch die Tabellen',
  'Give the owner to DATABASE_ADMIN_URL and another role to DATABASE_URL (docs/operating.md).':
    'Geben Sie DATABASE_ADMIN_URL den Besitzer und DATABASE_URL eine andere Rolle (docs/operating.md).',
  'PostgreSQL {major}.{minor} at {place}, {hub}': 'PostgreSQL {major}.{minor} auf {place}, {hub}',
  '{place} cannot be used: {reason}': '{place} ist nicht zu benutzen: {reason}',
  'See that the server runs, and that host and port in DATABASE_URL are right.':
    'Prüfen Sie, ob der Server läuft und ob Name und Port in DATABASE_URL stimmen.',
  'Mend user and password in DATABASE_URL.': 'Berichtigen Sie Benutzer und Passwort in DATABASE_URL.',
  'Create the database, or mend its name in DATABASE_URL.':
    'Legen Sie die Datenbank an, oder berichtigen Sie ihren Namen in DATABASE_URL.',
  'Raise max_connections, or lower ASKPRO_POOL_SIZE.':
    'Erhöhen Sie max_connections, oder senken Sie ASKPRO_POOL_SIZE.',
  'PostgreSQL {major} is too old': 'PostgreSQL {major} ist zu alt',
  'Upgrade the server to 15 or newer.': 'Bringen Sie den Server auf 15 oder neuer.',
  'there is none yet in {folder}: npm start makes it':
    'in {folder} gibt es noch keine: npm start legt sie an',
  'a hub is starting or stopping just now': 'ein Hub startet oder endet gerade',
  'Try again in a moment.': 'Versuchen Sie es gleich noch einmal.',
  "The server's own log is in {file}.": 'Das Protokoll des Servers steht in {file}.',
  'needs the database': 'braucht die Datenbank',
  'needs the database or Redis to compare with': 'braucht zum Vergleich die Datenbank oder Redis',
  'no REDIS_URL: jobs are handed out over PostgreSQL':
    'kein REDIS_URL: Aufträge werden über PostgreSQL verteilt',
  '{app} works behind the walls, {admin} migrates, btree_gist is there':
    '{app} arbeitet hinter den Wänden, {admin} migriert, btree_gist ist da',
  '"{user}" passes the walls between tenants (superuser or BYPASSRLS)':
    '„{user}“ kommt durch die Wände zwischen Mandanten (superuser oder BYPASSRLS)',
  'The statements are in docs/operating.md, "Your own database".':
    'Die Anweisungen stehen in docs/operating.md, „Your own database“.',
  'Make it an ordinary role. {how}': 'Machen Sie sie zu einer gewöhnlichen Rolle. {how}',
  'the role askpro_courier is missing': 'die Rolle askpro_courier fehlt',
  '"{user}" inherits askpro_courier and so sees all tenants':
    '„{user}“ erbt askpro_courier und sieht so alle Mandanten',
  'askpro_courier is not granted to "{user}"': 'askpro_courier ist „{user}“ nicht gegeben',
  '"{user}" does not own the tables and the schema': '„{user}“ besitzt Tabellen und Schema nicht',
  '"{user}" owns the tables and is superuser or BYPASSRLS':
    '„{user}“ besitzt die Tabellen und ist superuser oder BYPASSRLS',
  'the extension btree_gist is missing': 'die Erweiterung btree_gist fehlt',
  'As a superuser: create extension btree_gist;': 'Als superuser: create extension btree_gist;',
  "the admin's role cannot connect: {reason}": 'die Rolle des Besitzers kommt nicht hinein: {reason}',
  'Mend DATABASE_ADMIN_URL.': 'Berichtigen Sie DATABASE_ADMIN_URL.',
  'the database was migrated by a newer hub than this {version} ({migrations})':
    'die Datenbank stammt von einem neueren Hub als diesem {version} ({migrations})',
  'Start that version or newer.': 'Starten Sie jene Fassung oder eine neuere.',
  'the database is empty': 'die Datenbank ist leer',
  'Start the hub: it migrates first.': 'Starten Sie den Hub: Er migriert zuerst.',
  'not applied yet: {migrations}': 'noch nicht ausgeführt: {migrations}',
  'Start this version: it migrates first.': 'Starten Sie diese Fassung: Sie migriert zuerst.',
  'all {count} are applied': 'alle {count} sind ausgeführt',
  'nothing is sealed yet to try it on': 'es ist noch nichts versiegelt, woran er zu prüfen wäre',
  'Start the hub once.': 'Starten Sie den Hub einmal.',
  'there is none, neither ASKPRO_MASTER_KEY nor a key file':
    'es gibt keinen, weder ASKPRO_MASTER_KEY noch eine Schlüsseldatei',
  'Use the key the database was set up with. If it is lost: docs/operating.md, "What the loss of the master key means".':
    'Nehmen Sie den Schlüssel, mit dem die Datenbank eingerichtet wurde. Ist er verloren: docs/operating.md, „What the loss of the master key means“.',
  'opens what this database holds (key {key})': 'öffnet, was diese Datenbank hat (Schlüssel {key})',
  "is another than the database's ({theirs}, this one is {ours})":
    'ist ein anderer als der der Datenbank ({theirs}, dieser ist {ours})',
  'Redis {version}, {policy}': 'Redis {version}, {policy}',
  'See that it runs and that REDIS_URL is right. Meanwhile jobs wait in PostgreSQL; none is lost.':
    'Prüfen Sie, ob es läuft und ob REDIS_URL stimmt. So lange warten Aufträge in PostgreSQL; keiner geht verloren.',
  'Redis {version} is too old': 'Redis {version} ist zu alt',
  'Upgrade it to 6.2 or newer.': 'Bringen Sie es auf 6.2 oder neuer.',
  'may throw jobs away (maxmemory-policy {policy})':
    'wirft womöglich Aufträge weg (maxmemory-policy {policy})',
  'redis-cli config set maxmemory-policy noeviction': 'redis-cli config set maxmemory-policy noeviction',
  'is nearly full ({used} of {most} bytes)': 'ist fast voll ({used} von {most} Bytes)',
  'Raise maxmemory.': 'Erhöhen Sie maxmemory.',
  'is full ({used} of {most} bytes)': 'ist voll ({used} von {most} Bytes)',
  'Raise maxmemory. Meanwhile jobs wait in PostgreSQL; none is lost.':
    'Erhöhen Sie maxmemory. So lange warten Aufträge in PostgreSQL; keiner geht verloren.',
  '{of} is {seconds} s {side} this machine': '{of} ist {seconds} s {side} dieser Maschine',
  '{of} is within {seconds} s': '{of} geht auf {seconds} s genau',
  '{of} is within {seconds} s, {other} is within {more} s':
    '{of} geht auf {seconds} s genau, {other} auf {more} s',
  'Let NTP set the clock of both machines (timedatectl set-ntp true).':
    'Lassen Sie beide Uhren von NTP stellen (timedatectl set-ntp true).',
  'ASKPRO_CLOCK is set': 'ASKPRO_CLOCK ist gesetzt',
  'Unset it where real calls come in.': 'Entfernen Sie es, wo echte Anrufe kommen.',
  'the hub is stopped': 'der Hub steht',
  'the hub has not been started yet': 'der Hub wurde noch nie gestartet',
  'PUBLIC_URL is not set and PORT is 0: nobody knows the address':
    'PUBLIC_URL ist nicht gesetzt und PORT ist 0: Niemand kennt die Adresse',
  '{url} does not answer: {reason}': '{url} antwortet nicht: {reason}',
  'See that the hub runs and that name, port and certificate lead to it. If this machine cannot call itself by its public name, try from elsewhere: curl {url}/healthz':
    'Prüfen Sie, ob der Hub läuft und ob Name, Port und Zertifikat zu ihm führen. Kann diese Maschine sich nicht unter ihrem öffentlichen Namen erreichen, versuchen Sie es von woanders: curl {url}/healthz',
  '{url} redirects to {place}': '{url} leitet weiter zu {place}',
  'Set PUBLIC_URL to where it leads: providers do not follow redirects of a POST.':
    'Setzen Sie PUBLIC_URL auf das Ziel: Anbieter folgen bei einem POST keiner Weiterleitung.',
  'something else than a hub answers at {url} (status {status})':
    'bei {url} antwortet etwas anderes als ein Hub (Status {status})',
  'Lead /v1, /hooks, /oauth, /docs, /healthz and /readyz of this address to the hub.':
    'Führen Sie /v1, /hooks, /oauth, /docs, /healthz und /readyz dieser Adresse zum Hub.',
  '{url} is a hub; whether it is this one cannot be told': '{url} ist ein Hub; ob dieser, ist nicht zu sagen',
  'Mend the database first.': 'Bringen Sie zuerst die Datenbank in Ordnung.',
  '{url} is this hub ({instance})': '{url} ist dieser Hub ({instance})',
  'another hub answers at {url} ({theirs}, this one is {ours})':
    'bei {url} antwortet ein anderer Hub ({theirs}, dieser ist {ours})',
  'Mend PUBLIC_URL, or where its name leads: webhooks of this hub go to the other one.':
    'Berichtigen Sie PUBLIC_URL, oder wohin der Name führt: Nachrichten an diesen Hub gehen an den anderen.',
  '{folder} is not there': '{folder} gibt es nicht',
  'The first start makes it; else mend ASKPRO_DATA_DIR.':
    'Der erste Start legt ihn an; sonst berichtigen Sie ASKPRO_DATA_DIR.',
  'Make it the folder of the user the hub runs as.':
    'Der Ordner muss dem Benutzer gehören, unter dem der Hub läuft.',
  '{free} GB free at {folder} (the database is elsewhere)':
    '{free} GB frei in {folder} (die Datenbank ist woanders)',
  '{free} GB free at {folder}': '{free} GB frei in {folder}',
  'Make room, or move the data folder (ASKPRO_DATA_DIR).':
    'Schaffen Sie Platz, oder verlegen Sie den Datenordner (ASKPRO_DATA_DIR).',
  '{count} events have no position yet, the oldest for {seconds} s':
    '{count} Ereignisse haben noch keine Stelle, das älteste seit {seconds} s',
  'the reader {name} is {count} events behind': 'der Leser {name} ist {count} Ereignisse zurück',
  'See the log of the process that reads.': 'Siehe das Protokoll des lesenden Prozesses.',
  'See that a hub runs, and its log for "stamping events".':
    'Prüfen Sie, ob ein Hub läuft, und sein Protokoll nach „stamping events“.',
  'See that a worker runs (ASKPRO_ROLE worker or all) and that Redis answers; else start another worker.':
    'Prüfen Sie, ob ein Worker läuft (ASKPRO_ROLE worker oder all) und ob Redis antwortet; sonst starten Sie einen weiteren.',
  '{count} jobs are due, {kind} for {seconds} s': '{count} Aufträge sind fällig, {kind} seit {seconds} s',
  '{count} jobs were left by runners that died': '{count} Aufträge blieben von beendeten Prozessen liegen',
  'See that a worker runs.': 'Prüfen Sie, ob ein Worker läuft.',
  '{count} jobs ended their process three times and were put away':
    '{count} Aufträge haben ihren Prozess dreimal beendet und sind weggelegt',
  'GET /v1/jobs?state=quarantined shows them, POST /v1/jobs/:id/retry starts one again, /dismiss leaves it out.':
    'Unter System, Aufträge, „Weggelegt“ stehen sie und lassen sich neu starten oder auslassen.',
  '{count} jobs were given up': '{count} Aufträge sind aufgegeben',
  'GET /v1/jobs?state=failed says why, POST /v1/jobs/:id/retry tries again.':
    'Unter System, Aufträge, „Aufgegeben“ steht, warum; dort lassen sie sich neu starten.',
  '{count} jobs due, the oldest for {seconds} s, {events} events without position, readers: {readers}':
    '{count} Aufträge fällig, der älteste seit {seconds} s, {events} Ereignisse ohne Stelle, Leser: {readers}',
  '{count} jobs due, {events} events without position, readers: {readers}':
    '{count} Aufträge fällig, {events} Ereignisse ohne Stelle, Leser: {readers}',
  '{count} jobs due, the oldest for {seconds} s, {events} events without position':
    '{count} Aufträge fällig, der älteste seit {seconds} s, {events} Ereignisse ohne Stelle',
  '{count} jobs due, {events} events without position':
    '{count} Aufträge fällig, {events} Ereignisse ohne Stelle',
  'Redis may throw jobs away (maxmemory-policy {policy}): set it to noeviction':
    'Redis wirft womöglich Aufträge weg (maxmemory-policy {policy}): stellen Sie es auf noeviction',
  'Redis does not answer: {reason}': 'Redis antwortet nicht: {reason}',
  'not used: {plugins}': 'nicht benutzt: {plugins}',
  'not applied: {migrations}': 'nicht ausgeführt: {migrations}',
  'no answer within {seconds} s': 'keine Antwort innerhalb von {seconds} s',
  'there are none yet': 'es gibt noch keine',
  '{plugin} "{name}" {id}: its secrets were sealed under another master key ({key})':
    '{plugin} „{name}“ {id}: seine Geheimnisse sind mit einem anderen Hauptschlüssel versiegelt ({key})',
  'Enter them again: PATCH /v1/connections/{id} with its settings.':
    'Geben Sie sie neu ein: unter Integrationen, diese Verbindung, Einstellungen.',
  '{plugin} "{name}" {id}: {state}, breaker {breaker}, last sync {sync}, last webhook {hook}':
    '{plugin} „{name}“ {id}: {state}, Sicherung {breaker}, letzter Abgleich {sync}, letzte Nachricht {hook}',
  '{plugin} "{name}" {id}: {state} ({why}), breaker {breaker}, last sync {sync}, last webhook {hook}':
    '{plugin} „{name}“ {id}: {state} ({why}), Sicherung {breaker}, letzter Abgleich {sync}, letzte Nachricht {hook}',
  '{finding}, a sync fails since {when}': '{finding}, ein Abgleich scheitert seit {when}',
  'Connect it anew: POST /v1/connections/{id}/authorize, or enter its key again.':
    'Verbinden Sie neu: unter Integrationen, diese Verbindung; oder geben Sie den Schlüssel neu ein.',
  'Mend "{field}": PATCH /v1/connections/{id}.':
    'Berichtigen Sie „{field}“: unter Integrationen, diese Verbindung, Einstellungen.',
  'Look at why, then POST /v1/connections/{id}/check.':
    'Sehen Sie nach dem Grund, dann prüfen Sie neu: unter Integrationen, diese Verbindung.',
  'The provider is down or slow; the hub tries again by itself.':
    'Der Anbieter ist gestört oder langsam; der Hub versucht es von selbst wieder.',
  'Its setup was not finished.': 'Die Einrichtung wurde nicht beendet.',
  'GET /v1/connections/{id} and the log say why.':
    'Der Grund steht unter Integrationen bei dieser Verbindung, und im Protokoll.',
} as const
