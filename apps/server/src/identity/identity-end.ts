import type { FastifyReply, FastifyRequest } from 'fastify';

/** How often what ends by time alone is looked at, in milliseconds. */
const ROUND = 10_000;

interface Watched {
  alive(): boolean;
  end: AbortController;
}

const PROOF = Symbol('proof of the identity');

declare module 'fastify' {
  interface FastifyRequest {
    /**
     * Null: nothing that could end. Stands on the request itself, since what a weak map holds outlives the next scavenge:
     * every request would become old with all that belongs to it.
     */
    [PROOF]: { proof: () => boolean; ends: IdentityEnds; reply: FastifyReply } | null;
  }
}

/**
 * A signal that aborts when what proved the identity of a request is no longer good: the person signed out, was disabled
 * or deleted, the token was taken back. For streams and connections, which outlive the moment in which they were allowed.
 */
export function identityEnd(request: FastifyRequest): AbortSignal {
  // Stages of tests may know nothing of it.
  const known = request[PROOF] ?? null;
  // Nobody's request has nothing that could end.
  return known === null ? new AbortController().signal : known.ends.watch(request, known.reply, known.proof);
}

/** Watches the open streams of this replica. */
export class IdentityEnds implements Disposable {
  readonly #watched = new Set<Watched>();
  readonly #timer: NodeJS.Timeout;

  constructor() {
    this.#timer = setInterval(() => this.check(), ROUND).unref();
  }

  /** Says how to find out whether a request's identity is still good. */
  note(request: FastifyRequest, reply: FastifyReply, proof: () => boolean): void {
    request[PROOF] = { proof, ends: this, reply };
  }

  /** Ends what is no longer good. To be called when any of it may have changed. */
  check(): void {
    for (const watched of this.#watched) {
      if (watched.alive()) continue;
      this.#watched.delete(watched);
      watched.end.abort(new Error('The identity is no longer good'));
    }
  }

  watch(request: FastifyRequest, reply: FastifyReply, alive: () => boolean): AbortSignal {
    const watched: Watched = { alive, end: new AbortController() };
    this.#watched.add(watched);
    const forget = () => void this.#watched.delete(watched);
    reply.raw.once('close', forget);
    request.raw.socket.once('close', forget);
    return watched.end.signal;
  }

  /** Number of streams that are watched. */
  get size(): number {
    return this.#watched.size;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#watched.clear();
  }
}
