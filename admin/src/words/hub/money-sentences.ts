/** About plans, usage, invoices, payments, refunds and disputes. */
export const moneySentences = {
  'The period is still running: it can be finalized when it has ended.':
    'Der Zeitraum läuft noch: Abgeschlossen wird, wenn er zu Ende ist.',
  'The invoice is {status}; this needs one that is {allowed}.':
    'Die Rechnung ist {status}; das geht nur mit einer, die {allowed} ist.',
  'The invoice is {status}.': 'Die Rechnung ist {status}.',
  'The total is below zero: that is for a credit note.':
    'Der Betrag liegt unter null: Dafür ist eine Gutschrift da.',
  'Only {minor} minor units are due.': 'Es sind nur {minor} (kleinste Währungseinheit) offen.',
  'Only {minor} minor units before tax are left to credit.':
    'Gutgeschrieben werden können nur noch {minor} (kleinste Währungseinheit, ohne Steuer).',
  'Only {minor} minor units are to be given back: credit more of the invoice first.':
    'Zurückzugeben sind nur {minor} (kleinste Währungseinheit): Schreiben Sie zuerst mehr gut.',
  'The payment is in another currency than the invoice.':
    'Die Zahlung ist in einer anderen Währung als die Rechnung.',
  'must be a plain decimal such as 0.29': 'muss eine einfache Dezimalzahl wie 0.29 sein',
  'must not be negative': 'darf nicht negativ sein',
  'must be between 0 and 100': 'muss zwischen 0 und 100 liegen',
  'must be a whole, non-negative number of minor units':
    'muss eine ganze Zahl in der kleinsten Währungseinheit sein, nicht negativ',
  'must not exceed cap_minor': 'darf nicht über dem Höchstbetrag liegen',
  'only the last tier is null': 'nur die letzte Stufe ist leer',
  'must exceed the bound before it': 'muss über der Grenze davor liegen',
  'at least one tier is needed': 'braucht mindestens eine Stufe',
  'must be more than 0': 'muss größer als 0 sein',
  '{meter} cannot be priced per {unit}': '{meter} kann nicht je {unit} berechnet werden',
  'only call_seconds are rounded': 'nur Gesprächssekunden werden gerundet',
  'must be an ISO 4217 code': 'muss ein Währungskürzel sein (ISO 4217)',
  'A plan keeps its currency: make another plan and subscribe to that.':
    'Ein Tarif behält seine Währung: Legen Sie einen anderen an und buchen Sie diesen.',
  'recipient_id must be a tenant directly below the issuer.':
    'Der Empfänger muss direkt unter dem Aussteller liegen.',
  'The plan cannot be priced as it stands.': 'So lässt sich der Tarif nicht berechnen.',
  'That tenant has a live subscription already: end it first.':
    'Dieser Mandant hat schon einen laufenden Tarif: Beenden Sie ihn zuerst.',
  'start and end must be RFC 3339 times': 'Anfang und Ende müssen Zeitpunkte sein (RFC 3339)',
  'must be after start': 'muss nach dem Anfang liegen',
  'must be an IANA zone': 'muss eine Zeitzone sein',
  'must not exceed of': 'darf nicht über of liegen',
  'comes to too large an amount': 'ergibt einen zu großen Betrag',
  '`from` must not be after `to`, nor more than a year before.':
    'Der Anfang darf nicht nach dem Ende liegen und höchstens ein Jahr davor.',
  'That event_id is stored with other content, which stays.':
    'Unter dieser Kennung ist schon anderer Inhalt gespeichert, der bleibt.',
  'must stay {currency}': 'muss {currency} bleiben',
  'replaces must be a subscription of that tenant.':
    'replaces muss ein Tarif dieses Mandanten sein (Kennung der Zuordnung).',
  'What was to be replaced has ended meanwhile: look again.':
    'Der bisherige Tarif ist inzwischen beendet: Sehen Sie noch einmal nach.',
  'must be a subscription of that tenant': 'muss ein Tarif dieses Mandanten sein',
  'has ended meanwhile': 'ist inzwischen beendet',
  'must be directly below': 'muss direkt darunter liegen',
  'has a live subscription already': 'hat schon einen laufenden Tarif',
  'That cannot be priced.': 'Das lässt sich nicht berechnen.',
  'The disputed payment is not known yet.': 'Die bestrittene Zahlung ist noch nicht bekannt.',
  'An agency gets no invoices. Name a client with X-Tenant-Id.':
    'Eine Agentur bekommt keine Rechnungen. Wählen Sie einen Mandanten.',
  'Who sends the invoices has no payments connection that keeps means of payment.':
    'Wer die Rechnungen schickt, hat keine Zahlungsverbindung, die Zahlungsmittel aufbewahrt.',
  'The payment of this refund is not known yet.': 'Die Zahlung zu dieser Erstattung ist noch nicht bekannt.',
  'Refunded in another currency.': 'In einer anderen Währung erstattet.',
  'made at the provider': 'beim Anbieter gemacht',
  'Nobody has paid a draft.': 'Einen Entwurf hat niemand bezahlt.',
  'Nothing is to be given back: credit the invoice first.':
    'Es ist nichts zurückzugeben: Schreiben Sie die Rechnung zuerst gut.',
  'The payment is disputed: its bank gives the money back itself, or the dispute is decided first.':
    'Die Zahlung ist bestritten: Die Bank gibt das Geld selbst zurück, oder erst wird entschieden.',
  'The provider gives nothing back.': 'Dieser Anbieter erstattet nichts.',
} as const
