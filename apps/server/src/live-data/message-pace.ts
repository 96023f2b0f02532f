import type { Clock } from '@luban/kube';
import type { LiveClientMessage } from '@luban/kube/live';

/** Messages that a tab may send at once, and in each second after. */
const BURST = 200;
const PER_SECOND = 50;
/** Messages that may wait for their turn. */
const LONGEST_QUEUE = 300;

/**
 * Hands a tab's messages on in their order and no faster than a person could cause them: each new order of a long list is
 * work. Of several that wait and say the same of one subscription the last alone is handed on.
 */
export class MessagePace implements Disposable {
  readonly #clock: Clock;
  readonly #handle: (message: LiveClientMessage) => void;
  readonly #queue: LiveClientMessage[] = [];
  #tokens = BURST;
  #filled: number;
  #timer: Disposable | undefined;

  constructor(clock: Clock, handle: (message: LiveClientMessage) => void) {
    this.#clock = clock;
    this.#handle = handle;
    this.#filled = clock.now();
  }

  /** @returns whether there was room */
  take(message: LiveClientMessage): boolean {
    const last = this.#queue.at(-1);
    if (last !== undefined && replaces(message, last)) this.#queue[this.#queue.length - 1] = message;
    else if (this.#queue.length >= LONGEST_QUEUE) return false;
    else this.#queue.push(message);
    this.#work();
    return true;
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
    this.#queue.length = 0;
  }

  #work(): void {
    const now = this.#clock.now();
    this.#tokens = Math.min(BURST, this.#tokens + ((now - this.#filled) / 1_000) * PER_SECOND);
    this.#filled = now;
    while (this.#tokens >= 1 && this.#queue.length > 0) {
      this.#tokens--;
      this.#handle(this.#queue.shift()!);
    }
    if (this.#queue.length === 0) return;
    this.#timer ??= this.#clock.after(1_000 / PER_SECOND, () => {
      this.#timer = undefined;
      this.#work();
    });
  }
}

function replaces(message: LiveClientMessage, waiting: LiveClientMessage): boolean {
  if (message.op !== waiting.op || !('id' in message) || !('id' in waiting)) return false;
  return message.id === waiting.id && (message.op === 'window' || message.op === 'view' || message.op === 'resync');
}
