export interface Call {
  id: string
}
