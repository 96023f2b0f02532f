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

  /**
   * The request, whose body counts from when it is asked for until the result is disposed: with what it says to have, or
   * with the most that it may have.
   */
  lend(request: ApiRequest): Disposable & { request: ApiRequest } {
    let reserved = 0;
    const body: ApiRequest['body'] = async (limit) => {
      if (reserved === 0) {
        const size = sizeOf(request, limit);
        // One alone always goes, however large it may become.
        if (this.#held > 0 && this.#held + size > this.#limit) throw overloaded();
        reserved = size;
        this.#held += size;
      }
      return request.body(limit);
    };
    return {
      // What is asked of the request only when it is needed, such as the certificate, stays so.
      request: Object.create(request, { body: { value: body } }) as ApiRequest,
      [Symbol.dispose]: () => {
        this.#held -= reserved;
        reserved = 0;
      },
    };
  }
}

function sizeOf({ headers }: ApiRequest, limit: number): number {
  const length = Number(headers['content-length'] ?? Number.NaN);
  const packed = (headers['content-encoding'] ?? 'identity') !== 'identity';
  return packed || !(length >= 0) ? limit : Math.min(length, limit);
}
