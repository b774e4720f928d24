/** A point that a number of parties wait at for each other; one that gives up calls `leave`. */
export class Rendezvous {
  readonly #met: Promise<void>
  #missing: number
  #open: () => void = () => {}

  constructor(parties: number) {
    this.#missing = parties
    this.#met = new Promise((resolve) => {
      this.#open = resolve
    })
  }

  /** Resolves when everybody has come or left. */
  meet(): Promise<void> {
    this.leave()
    return this.#met
  }

  leave(): void {
    this.#missing -= 1
    if (this.#missing === 0) this.#open()
  }
}
