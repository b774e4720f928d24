/** What a stand-in answers: an object body is sent as JSON, a string as it is, none as an empty body. */
export type Reply = {
  status: number
  headers?: Record<string, string>
  body?: object | string
}

/** Thrown by a handler to stop and answer this reply: an expected refusal of the provider, not a bug. */
export class Refusal extends Error {
  readonly reply: Reply

  constructor(reply: Reply) {
    super(`refused with ${reply.status}`)
    this.reply = reply
  }
}
