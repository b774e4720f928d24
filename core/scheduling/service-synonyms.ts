/** What businesses call the same thing, German and English; as `nameWords` writes them. The first stands for all. */
const SYNONYMS: ReadonlyArray<readonly string[]> = [
  ['cut', 'haarschnitt', 'haircut', 'schneiden', 'schnitt'],
  ['colour', 'coloration', 'colouring', 'coloring', 'faerbung', 'faerben', 'color', 'farbe', 'farb'],
  ['women', 'womens', 'ladies', 'damen', 'frauen', 'frau', 'lady'],
  ['men', 'gentlemen', 'maenner', 'herren', 'mens', 'mann'],
  ['children', 'kinder', 'child', 'kids', 'kind'],
  ['wash', 'waschen'],
  ['blowdry', 'foehnen', 'blowout'],
  ['beard', 'bart', 'rasur', 'shave'],
  ['massage', 'massagen'],
  ['consultation', 'beratungsgespraech', 'consulting', 'besprechung', 'beratung'],
  ['introduction', 'erstgespraech', 'erstberatung', 'kennenlernen', 'discovery', 'intro'],
  ['checkup', 'kontrolle', 'vorsorge', 'kontroll'],
  ['manicure', 'manikuere'],
  ['pedicure', 'pedikuere', 'fusspflege'],
  ['nails', 'naegel'],
  ['brows', 'augenbrauen', 'eyebrows'],
  ['lashes', 'wimpern', 'eyelashes'],
  ['facial', 'gesichtsbehandlung'],
  ['prophylaxis', 'zahnreinigung', 'prophylaxe', 'pzr'],
  ['physiotherapy', 'physiotherapie', 'krankengymnastik', 'physio'],
  ['followup', 'folgetermin', 'nachsorge'],
  ['treatment', 'behandlung'],
  ['repair', 'reparatur'],
  ['inspection', 'inspektion'],
  ['viewing', 'besichtigung'],
]

/** Each form with the one that stands for it, the longest first: "haarschnitt" before "schnitt". */
export const FORMS: ReadonlyArray<readonly [form: string, meaning: string]> = SYNONYMS.flatMap((forms) =>
  forms.map((form): [string, string] => [form, forms[0] ?? form]),
).sort(([a], [b]) => b.length - a.length)

const EMPTY =
  'termin appointment booking buchung meeting mit with bei by and und the der die das den fuer for ein eine ' +
  'min mins minute minuten minutes std stunde stunden hour hours teil part'

/** Words that say nothing about which service is meant. */
export const EMPTY_WORDS: ReadonlySet<string> = new Set(EMPTY.split(' '))
