/** What was started, to be ended in the opposite order. A step that fails keeps none of the others from running. */
export class UndoList {
  readonly #steps: Array<() => unknown> = []

  push(step: () => unknown): void {
    this.#steps.push(step)
  }

  /** Runs each step once; throws the first error after the last step. */
  async run(): Promise<void> {
    const errors: unknown[] = []
    for (const step of this.#steps.splice(0).reverse()) {
      try {
        await step()
      } catch (error) {
        errors.push(error)
      }
    }
    if (errors.length > 0) throw errors[0]
  }
}
