/** About appointments, services, hours and calendars. */
export const bookingSentences = {
  'Book one of the alternatives instead.': 'Buchen Sie stattdessen eine der vorgeschlagenen Zeiten.',
  'There is nothing free near that time either: ask for availability of other dates.':
    'Auch in der Nähe ist nichts frei: Sehen Sie an anderen Tagen nach.',
  'As many are booked or held in that time as `limit` allows, and nothing near it keeps to it.':
    'In dieser Zeit ist so viel gebucht, wie die Grenze erlaubt, und in der Nähe auch.',
  'The calendar has to be read again first: look at its connection.':
    'Der Kalender muss erst wieder gelesen werden: Sehen Sie nach seiner Verbindung.',
  'Book or release one of the holds first.': 'Buchen oder lösen Sie zuerst eine der Reservierungen.',
  'The same caller holds as many times as allowed, over all calls: book or release one of them first.':
    'Diese Person hält schon so viele Zeiten, wie erlaubt sind: Buchen oder lösen Sie zuerst eine davon.',
  'As many times are held as the business allows: book without a hold, or try again in some minutes.':
    'Es sind so viele Zeiten reserviert, wie der Betrieb erlaubt: Buchen Sie ohne Reservierung, oder versuchen Sie es in einigen Minuten.',
  '{limit} The business itself may: "actor": "business".': '{limit} Der Betrieb selbst darf es.',
  'The customer could {change} it until {deadline}.': 'Möglich war es ({change}) bis {deadline}.',
  'Customers may not {change} here.': 'Kundinnen und Kunden dürfen das hier nicht selbst ({change}).',
  'A customer may cancel {times} a {period}.': 'Absagen ist {times} im Zeitraum erlaubt ({period}).',
  'A customer may move an appointment {times}.': 'Verschieben ist {times} erlaubt.',
  'Hold the time again, or book it if it is still free.':
    'Reservieren Sie die Zeit neu, oder buchen Sie sie, wenn sie noch frei ist.',
  'offer_token was given for another time.': 'Dieses Angebot galt für eine andere Zeit.',
  'offer_token is not valid any more: ask for availability again.':
    'Dieses Angebot gilt nicht mehr: Sehen Sie neu nach, was frei ist.',
  'The appointment is {status}.': 'Der Termin ist {status}.',
  "The appointment is {status} and can't be moved or booked.":
    'Der Termin ist {status} und kann nicht verschoben oder gebucht werden.',
  'The hold has become an appointment that is {status}.':
    'Aus der Reservierung ist ein Termin geworden, der {status} ist.',
  'The hold is for another time, length or service.':
    'Die Reservierung gilt für eine andere Zeit, Dauer oder Leistung.',
  'Say a time, an offer or a hold.': 'Es fehlt eine Zeit, ein Angebot oder eine Reservierung.',
  'service_id and start are needed, or an offer_token or a hold_id.':
    'Es fehlen Leistung und Beginn, oder ein Angebot oder eine Reservierung.',
  'Send customer_id or customer, not both.':
    'Nennen Sie eine vorhandene Person oder eine neue, nicht beides.',
  'customer.phone must be a number with its country, like +4930901820.':
    'Die Telefonnummer braucht die Landesvorwahl, zum Beispiel +4930901820.',
  'The same request key came with another request.': 'Derselbe Schlüssel kam mit einer anderen Anfrage.',
  'There is no such customer.': 'Diese Person gibt es nicht.',
  'start must be a whole minute.': 'Der Beginn muss eine volle Minute sein.',
  '{text} is no instant.': '{text} ist kein Zeitpunkt.',
  'location_id is needed: there is not exactly one location.':
    'Nennen Sie den Standort: Es gibt nicht genau einen.',
  'from must lie before to.': 'Der Anfang muss vor dem Ende liegen.',
  'from must lie before to, by at most 100 days.': 'Der Anfang muss vor dem Ende liegen, höchstens 100 Tage.',
  'to must lie after from, 32 days at most.': 'Das Ende muss nach dem Anfang liegen, höchstens 32 Tage.',
  'must not lie before from': 'darf nicht vor dem Anfang liegen',
  'must lie at most 400 days behind from': 'darf höchstens 400 Tage nach dem Anfang liegen',
  'lies too far on: more than {count} slots come before it':
    'liegt zu weit hinten: Davor kommen mehr als {count} Zeiten',
  'Nobody can stand in for themselves.': 'Niemand kann sich selbst vertreten.',
  'resource_id or stand_in_resource_id names a resource that does not exist.':
    'Die Person oder ihre Vertretung gibt es nicht.',
  'connection_id names no connection of this client or its agency.':
    'Diese Verbindung gibt es bei diesem Mandanten und seiner Agentur nicht.',
  'Only a calendar of the client’s own connection can be read, and only for a resource.':
    'Gelesen wird nur ein Kalender aus einer eigenen Verbindung des Mandanten, und nur für eine Person oder einen Raum.',
  'segment is that of a service: name service_id as well.':
    'Ein Abschnitt gehört zu einer Leistung: Nennen Sie auch die Leistung.',
  'There is such a link already.': 'Diese Zuordnung gibt es schon.',
  'resource_id or service_id names something that does not exist.':
    'Die Person, den Raum oder die Leistung gibt es nicht.',
  'can’t stand beside resources: leave one out': 'geht nicht zusammen mit resources: Lassen Sie eines weg',
  'is missing: add it, or free_ranges': 'fehlt (oder free_ranges)',
  'belongs to free_ranges: each of the resources has its own':
    'gehört zu free_ranges: Jede Person hat ihre eigenen',
  'must be a time zone such as Europe/Berlin': 'muss eine Zeitzone wie Europe/Berlin sein',
  'must differ from start: the whole day is 00:00 to 24:00':
    'muss sich vom Beginn unterscheiden: Der ganze Tag ist 00:00 bis 24:00',
  'must not lie before start': 'darf nicht vor dem Beginn liegen',
  'stands there twice: each may stand there once': 'steht zweimal da: Jedes darf einmal dastehen',
  'names other services than service_ids': 'nennt andere Leistungen als service_ids',
  '{field} names a service that does not exist.': '{field} nennt eine Leistung, die es nicht gibt.',
  'location_id names a location that does not exist.': 'Den Standort gibt es nicht.',
  'location_ids names a location that does not exist.': 'Den Standort gibt es nicht.',
  'A range of hours has to end after it starts, within 48 hours.':
    'Eine Zeitspanne muss nach ihrem Beginn enden, innerhalb von 48 Stunden.',
  'overrides names a date twice.': 'Ein Datum steht zweimal da.',
  'There is no date {date}.': 'Das Datum {date} gibt es nicht.',
  'There is a schedule for that location and resource already.':
    'Für diesen Standort und diese Person gibt es schon Zeiten.',
  'location_id or resource_id names something that does not exist.':
    'Den Standort oder die Person gibt es nicht.',
  'A service like that can’t be scheduled.': 'Eine Leistung wie diese kann nicht geplant werden.',
  'must be one of {minutes}': 'muss eines davon sein: {minutes}',
  'duration_minutes {complaint}.': 'Die Dauer {complaint}.',
  'differs from the days of booking_window': 'passt nicht zum Buchungszeitraum',
  'A way leads from one location to another.': 'Ein Weg führt von einem Standort zu einem anderen.',
  'There is a travel time between these two already.': 'Zwischen diesen beiden gibt es schon eine Fahrzeit.',
} as const
