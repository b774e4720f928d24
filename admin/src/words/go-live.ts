import { defineWords } from './define-words.ts'

/** What a client lacks before its callers are let in. */
export const useGoLiveWords = defineWords('goLive', {
  en: {
    title: 'Ready for callers?',
    about: 'What is still to do before this client’s callers are let in',
    ready: 'Everything that is needed is done',
    done: 'Done',
    todo: 'To do',
    optional: 'Recommended',
    go: 'Go there',
    steps: {
      public_address: 'Address of the hub',
      opening_hours: 'Opening hours',
      staff: 'Staff',
      service: 'Services',
      phone_number: 'Phone number',
      inbound_hook: 'Calls reach the hub',
      calendar: 'Calendars',
      test_call: 'Test call',
    },
    reasons: {
      no_https: 'Put TLS in front of the hub and set PUBLIC_URL to its https address.',
      only_this_machine:
        'Only this machine reaches the hub. Set PUBLIC_URL to the address under which providers reach it. The sandbox does without.',
      no_location: 'Add a location with its hours.',
      no_opening_hours: 'Say when it is open.',
      nobody: 'Add whoever is booked with.',
      no_service: 'Add a service that callers can book.',
      nobody_able: 'Say who does it, or take it out of the offer.',
      no_number: 'Lead a phone number to the location.',
      connection_not_ready: 'See to the connection over which the number comes in.',
      no_functions: 'Its provider hands no functions to the hub: the assistant can neither look up nor book.',
      no_calendar: 'Link their calendars, so that what stands there is not booked over.',
      never_called: 'Place a test call.',
    },
  },
  de: {
    title: 'Bereit für Anrufer?',
    about: 'Was noch zu tun ist, bevor Anrufer dieses Mandanten kommen',
    ready: 'Alles Nötige ist erledigt',
    done: 'Erledigt',
    todo: 'Zu tun',
    optional: 'Empfohlen',
    go: 'Dorthin',
    steps: {
      public_address: 'Adresse des Hubs',
      opening_hours: 'Öffnungszeiten',
      staff: 'Team',
      service: 'Leistungen',
      phone_number: 'Telefonnummer',
      inbound_hook: 'Anrufe erreichen den Hub',
      calendar: 'Kalender',
      test_call: 'Testanruf',
    },
    reasons: {
      no_https: 'Stellen Sie TLS vor den Hub und setzen Sie PUBLIC_URL auf die https-Adresse.',
      only_this_machine:
        'Nur dieser Rechner erreicht den Hub. Setzen Sie PUBLIC_URL auf die Adresse, unter der Anbieter ihn erreichen. Die Sandbox braucht das nicht.',
      no_location: 'Legen Sie einen Standort mit seinen Zeiten an.',
      no_opening_hours: 'Sagen Sie, wann geöffnet ist.',
      nobody: 'Legen Sie an, mit wem gebucht wird.',
      no_service: 'Legen Sie eine Leistung an, die Anrufer buchen können.',
      nobody_able: 'Sagen Sie, wer sie macht, oder nehmen Sie sie aus dem Angebot.',
      no_number: 'Leiten Sie eine Telefonnummer zum Standort.',
      connection_not_ready: 'Sehen Sie nach der Verbindung, über die die Nummer hereinkommt.',
      no_functions:
        'Der Anbieter gibt dem Hub keine Funktionsaufrufe: Der Assistent kann weder nachsehen noch buchen.',
      no_calendar: 'Verknüpfen Sie die Kalender, damit nichts darüber gebucht wird.',
      never_called: 'Machen Sie einen Testanruf.',
    },
  },
})
