import { useEffect } from 'react'
import { useApi } from '../api/api.ts'
import { useMay } from '../session/session.ts'
import { addPluginSentences } from '../words/hub/hub-says.ts'
import { useLanguage } from '../words/use-language.ts'

/** What plugins say stands on many pages: their sentences in the reader's language are there before it is needed. */
export function PluginWords() {
  const language = useLanguage()
  const may = useMay()
  const { data } = useApi().useQuery(
    'get',
    '/v1/plugins',
    { params: { query: { language } } },
    { enabled: language !== 'en' && may('connections:read') },
  )
  useEffect(() => {
    if (data) addPluginSentences(Object.assign({}, ...data.data.map(({ sentences }) => sentences)))
  }, [data])
  return null
}
