import { nameIn, serviceMinutes } from '../../scheduling/index.ts'
import { answer } from '../function-answer.ts'
import { sayDuration } from '../speech/index.ts'
import type { AnswerFunction } from './call-function.ts'
import { servicesHere } from './offered-here.ts'
import { presentLengths } from './resolve-length.ts'

export const listServices: AnswerFunction = async (session, _args, parts) => {
  const { phrases, location } = session
  const services = await servicesHere(session, parts)
  const data = services.map((service) => ({
    id: service.id,
    name: nameIn(service, location.language),
    minutes: serviceMinutes(service),
    lengths: presentLengths(service),
  }))
  const spoken = data.map(({ name, lengths }) => ({
    name,
    duration: phrases.anyLength(lengths.map(({ minutes }) => sayDuration(minutes, location.language))),
  }))
  const say = spoken.length > 0 ? phrases.services(spoken) : phrases.noServices()
  return answer('ok', say, { data: { services: data } })
}
