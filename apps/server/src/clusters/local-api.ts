import type { MessagePort } from 'node:worker_threads';

/**
 * A request as it crosses to the thread of the embedded clusters: id, method, path and query from the root of the port
 * that the clusters share, headers, and the body. Headers are names in lower case and values in turn, a line each: one text
 * crosses faster than many.
 */
export type LocalRequest = readonly [id: number, method: string, path: string, headers: string, body?: Uint8Array];

/** Its answer: id, status, headers as above, and the body. */
export type LocalResponse = readonly [id: number, status: number, headers: string, body: Uint8Array];

type Answered = (response: LocalResponse | Error) => void;

/**
 * Asks the embedded clusters without a socket: the same handler, rights included, and neither TLS nor HTTP between. For
 * what has one answer of moderate size; streams and upgrades take the port that everybody takes.
 */
export class LocalApi {
  readonly #post: (request: LocalRequest) => void;
  /**
   * By id; one is free again when its answer has come. No map: as its tables are replaced, each keeps the one after it
   * alive, and with them every request would outlive the collections that are cheap.
   */
  readonly #waiting: (Answered | undefined)[] = [];
  readonly #free: number[] = [];
  #isClosed = false;

  constructor(port: MessagePort) {
    this.#post = inBatches<LocalRequest>((batch) => port.postMessage(batch));
    port.on('message', (batch: LocalResponse[]) => {
      for (const response of batch) {
        const [id] = response;
        const answered = this.#waiting[id];
        this.#waiting[id] = undefined;
        this.#free.push(id);
        answered?.(response);
      }
    });
    port.on('close', () => {
      this.#isClosed = true;
      for (const answered of this.#waiting.splice(0)) answered?.(ended());
    });
    // The thread decides how long the process lives.
    port.unref();
  }

  /** @returns what forgets the request; its answer is dropped then */
  ask(method: string, path: string, headers: string, body: Uint8Array | undefined, answered: Answered): Disposable {
    if (this.#isClosed) {
      setImmediate(answered, ended());
      return { [Symbol.dispose]() {} };
    }
    const id = this.#free.pop() ?? this.#waiting.length;
    this.#waiting[id] = answered;
    this.#post([id, method, path, headers, body]);
    return {
      [Symbol.dispose]: () => {
        // Another one's by now, where it has been answered.
        if (this.#waiting[id] === answered) this.#waiting[id] = undefined;
      },
    };
  }
}

const ended = () => new Error('The embedded Kubernetes API has ended');

/** What comes in one turn of the event loop crosses at once: waking the other thread costs more than a message. */
export function inBatches<T>(post: (batch: T[]) => void): (item: T) => void {
  let batch: T[] = [];
  return (item) => {
    if (batch.length === 0) {
      setImmediate(() => {
        const full = batch;
        batch = [];
        post(full);
      });
    }
    batch.push(item);
  };
}
