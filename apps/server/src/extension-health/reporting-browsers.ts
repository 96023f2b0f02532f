/** Browsers of one sign-in that count each for itself. More would let one person decide for all. */
const MOST = 4;
const MOST_SESSIONS = 5_000;

/** A session of somebody in one browser: what breaks in it tells of that browser once, however many tabs there are. */
export class ReportingBrowsers {
  readonly #known = new Map<string, Set<string>>();

  /** @param body may name the browser: `{"browser": "…"}` */
  sessionOf(session: string, body: unknown): string {
    const browsers = this.#known.get(session) ?? new Set();
    this.#known.delete(session);
    this.#known.set(session, browsers);
    if (this.#known.size > MOST_SESSIONS) this.#known.delete(this.#known.keys().next().value!);
    const named = typeof body === 'object' && body !== null && 'browser' in body ? body.browser : undefined;
    if (typeof named !== 'string' || !/^[\w-]{8,40}$/.test(named)) return session;
    if (!browsers.has(named) && browsers.size >= MOST) return session;
    browsers.add(named);
    return `${session} ${named}`;
  }
}
