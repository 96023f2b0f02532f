import { callerOf } from '../caller.ts';
import type { Holding } from '../holdings.ts';
import { replace } from '../patch.ts';
import type { Surroundings, Undo } from './surroundings.ts';

/** Timers and animation frames that extensions start without their context. */
export function patchTimers({ window, holdings }: Surroundings): Undo[] {
  const running = new Map<string, Holding>();
  const end = (key: string) => {
    holdings.drop(running.get(key));
    running.delete(key);
  };
  const start = (key: string, owner: Parameters<typeof holdings.add>[0], holding: Holding) => {
    running.set(key, holding);
    holdings.add(owner, holding);
  };

  return [
    ...(['setTimeout', 'setInterval'] as const).map((name) =>
      replace(window, name, (original) => {
        const start_ = original as (handler: TimerHandler, ms?: number, ...rest: unknown[]) => number;
        const patched = (handler: TimerHandler, ms?: number, ...rest: unknown[]): number => {
          const owner = typeof handler === 'function' ? callerOf(patched) : undefined;
          if (!owner) return start_.call(window, handler, ms, ...rest);
          const once = name === 'setTimeout';
          const id: number = start_.call(
            window,
            (...values: unknown[]) => {
              if (once) end(`timer ${id}`);
              (handler as (...values: unknown[]) => void)(...values);
            },
            ms,
            ...rest,
          );
          start(`timer ${id}`, owner, {
            kind: 'timer',
            what: `${once ? 'timeout' : 'interval'} of ${ms ?? 0} ms`,
            release: () => window.clearTimeout(id),
          });
          return id;
        };
        return patched as unknown as typeof original;
      }),
    ),
    replace(window, 'requestAnimationFrame', (original) => {
      const patched = (callback: FrameRequestCallback): number => {
        const owner = callerOf(patched);
        if (!owner) return original.call(window, callback);
        const id = original.call(window, (time) => {
          end(`frame ${id}`);
          callback(time);
        });
        const release = () => window.cancelAnimationFrame(id);
        start(`frame ${id}`, owner, { kind: 'timer', what: 'animation frame', release });
        return id;
      };
      return patched;
    }),
    // Either of them clears both kinds of timer, as everywhere on the web.
    ...(['clearTimeout', 'clearInterval'] as const).map((name) =>
      replace(window, name, (original) => {
        const clear = original as (id?: number) => void;
        const patched = (id?: number): void => {
          if (running.size > 0) end(`timer ${id}`);
          clear.call(window, id);
        };
        return patched as unknown as typeof original;
      }),
    ),
    replace(window, 'cancelAnimationFrame', (original) => (id) => {
      if (running.size > 0) end(`frame ${id}`);
      original.call(window, id);
    }),
  ];
}
