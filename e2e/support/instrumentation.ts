/** What the instrumented page offers to `snapshot.ts`. */
export interface Instruments {
  /** One line per pending timer: kind and the URL of the script that set it. */
  timers(): string[];
  /** One line per listener on window, document and body: target, type and the URL of the script that added it. */
  listeners(): string[];
}

/**
 * Runs in the page before its first script. Wraps timers and listeners so that those still pending can be listed with
 * the script they came from; the page's code sees the same behaviour.
 */
export function instrumentation(): void {
  const timers = new Map<number, string>();
  const listeners = new Map<EventTarget, Map<string, string>>();
  const global = window as unknown as { __instruments: Instruments };
  const targets: [string, () => EventTarget | null][] = [
    ['window', () => window],
    ['document', () => document],
    ['body', () => document.body],
    ['html', () => document.documentElement],
  ];

  /** The first script of the page in the stack, without its origin and position. */
  const caller = () => {
    const urls = (new Error().stack ?? '').match(/https?:\/\/[^\s)]+/g) ?? [];
    const extension = urls.find((url) => url.includes('/ext/')) ?? urls[0] ?? '';
    return extension.replace(/^https?:\/\/[^/]+/, '').replace(/:\d+:\d+$/, '');
  };

  const { setTimeout, setInterval, clearTimeout, clearInterval } = window;
  window.setTimeout = ((handler: TimerHandler, ms?: number, ...rest: unknown[]) => {
    const id: number = setTimeout(
      (...values: unknown[]) => {
        timers.delete(id);
        if (typeof handler === 'function') handler(...values);
      },
      ms,
      ...rest,
    );
    timers.set(id, `timeout ${caller()}`);
    return id;
  }) as typeof window.setTimeout;
  window.setInterval = ((handler: TimerHandler, ms?: number, ...rest: unknown[]) => {
    const id = setInterval(handler, ms, ...rest);
    timers.set(id, `interval ${caller()}`);
    return id;
  }) as typeof window.setInterval;
  const clear = (id?: number) => {
    if (id !== undefined) timers.delete(id);
    clearTimeout(id);
    clearInterval(id);
  };
  window.clearTimeout = clear as typeof window.clearTimeout;
  window.clearInterval = clear as typeof window.clearInterval;

  const numbers = new WeakMap<object, number>();
  let next = 0;
  const keyOf = (type: string, listener: object, options: unknown) => {
    if (!numbers.has(listener)) numbers.set(listener, next++);
    const capture = typeof options === 'object' && options !== null ? 'capture' in options && options.capture : options;
    return `${type} ${numbers.get(listener)} ${Boolean(capture)}`;
  };
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (this: EventTarget, type, listener, options) {
    if (listener && targets.some(([, target]) => target() === (this ?? window))) {
      const target = this ?? window;
      const held = listeners.get(target) ?? new Map<string, string>();
      listeners.set(target, held);
      const key = keyOf(type, listener, options);
      held.set(key, `${type} ${caller()}`);
      const signal = typeof options === 'object' ? options.signal : undefined;
      if (signal) addEventListener.call(signal, 'abort', () => held.delete(key));
    }
    addEventListener.call(this, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (this: EventTarget, type, listener, options) {
    if (listener) listeners.get(this ?? window)?.delete(keyOf(type, listener, options));
    removeEventListener.call(this, type, listener, options);
  };

  global.__instruments = {
    timers: () => [...timers.values()].sort(),
    listeners: () =>
      targets
        .flatMap(([name, target]) => {
          const found = target();
          return [...((found && listeners.get(found)?.values()) ?? [])].map((line) => `${name} ${line}`);
        })
        .sort(),
  };
}
