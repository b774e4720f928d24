import type { paths } from '../../api/schema'

/** What the API says of the things that are set up here, from its own document. */
type Json<T> = T extends { content: { 'application/json': infer Body } } ? Body : never
type Read<P extends keyof paths> = paths[P] extends { get: { responses: { 200: infer R } } } ? Json<R> : never
type Sent<P extends keyof paths> = paths[P] extends { post: { requestBody?: infer R } }
  ? Json<NonNullable<R>>
  : never

export type Service = Read<'/v1/services/{id}'>
export type NewService = Sent<'/v1/services'>
export type Resource = Read<'/v1/resources/{id}'>
export type Schedule = Read<'/v1/schedules/{id}'>
export type Place = Read<'/v1/locations/{id}'>
export type Travel = Read<'/v1/travel-times'>['data'][number]
export type Absence = Read<'/v1/absences'>['data'][number]
export type Preview = Sent<'/v1/availability/preview'>
export type GoLive = Read<'/v1/go-live'>
export type Kind = Resource['kind']
export type Skill = Resource['skills'][number]
export type Limits = Resource['limits']
export type Week = Schedule['weekly']
export type Segment = Service['segments'][number]

/** Monday first, as the API names them. */
export const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export type Day = (typeof DAYS)[number]
