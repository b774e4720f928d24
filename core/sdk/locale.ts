/**
 * `locales/<language>.json` of a plugin: its words in another language than English. All of it is optional; what is
 * missing is shown in English. The guide in that language is `locales/<language>.md`, with sections as the README has.
 *
 * @example
 * const german: PluginLocale = {
 *   description: 'Schreibt Termine in Acme.',
 *   settings: { api_key: { title: 'API-Schlüssel', help: 'Bei Acme unter Konto, API-Schlüssel.' } },
 *   sentences: { 'Acme answered {status}.': 'Acme hat mit {status} geantwortet.' },
 * }
 */
export interface PluginLocale {
  description?: string
  /** By the name of the setting. */
  settings?: Record<string, { title?: string; help?: string }>
  /** What failures say: the English sentence, with `{name}` for what is filled in, and what it is in the language. */
  sentences?: Record<string, string>
}
