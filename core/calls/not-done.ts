import type { FunctionAnswer } from './function-answer.ts'

/** Thrown to undo what a function has written on its way to an answer that promises nothing. */
export class NotDone extends Error {
  override readonly name = 'NotDone'
  readonly answer: FunctionAnswer

  constructor(answer: FunctionAnswer) {
    super(answer.status)
    this.answer = answer
  }
}
