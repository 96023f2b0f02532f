export interface SeatLimits {
  /** For everybody together. */
  all: number;
  /** For one user, so that nobody takes the place of all others. */
  each: number;
}

/** Counts who is at something, in all and by user. */
export class Seats {
  readonly #limits: SeatLimits;
  readonly #taken = new Map<string, number>();
  #all = 0;

  constructor(limits: SeatLimits) {
    this.#limits = limits;
  }

  get taken(): number {
    return this.#all;
  }

  hasRoom(username: string): boolean {
    return this.#all < this.#limits.all && (this.#taken.get(username) ?? 0) < this.#limits.each;
  }

  /** Takes a seat until it is disposed, also when there is no room. */
  take(username: string): Disposable {
    this.#all++;
    this.#taken.set(username, (this.#taken.get(username) ?? 0) + 1);
    let left = false;
    return {
      [Symbol.dispose]: () => {
        if (left) return;
        left = true;
        this.#all--;
        const others = (this.#taken.get(username) ?? 1) - 1;
        if (others > 0) this.#taken.set(username, others);
        else this.#taken.delete(username);
      },
    };
  }
}
