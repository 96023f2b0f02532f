import type { ApiRequest } from '../../wire/api-request.ts';
import { overloaded } from './server-limits.ts';

/** Bounds the bytes of all bodies that are in memory together. */
export class BodyBudget {
  readonly #limit: number;
  #held = 0;

  /** @param limit bytes */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get held(): number {
    return this.#held;
  }

  /** The request, what has come of whose body counts until the result is disposed. */
  lend(request: ApiRequest): Disposable & { request: ApiRequest } {
    let own = 0;
    let returned = false;
    const took = (bytes: number) => {
      if (returned || this.#held + bytes > this.#limit) throw overloaded();
      own += bytes;
      this.#held += bytes;
    };
    const body: ApiRequest['body'] = (limit) => request.body(limit, took);
    return {
      // What is asked of the request only when it is needed, such as the certificate, stays so.
      request: Object.create(request, { body: { value: body } }) as ApiRequest,
      [Symbol.dispose]: () => {
        returned = true;
        this.#held -= own;
        own = 0;
      },
    };
  }
}
