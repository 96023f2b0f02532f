import { callerOf } from '../caller.ts';
import { replace } from '../patch.ts';
import type { Surroundings, Undo } from './surroundings.ts';

/** How to end an instance, and how to see that it has ended already. */
interface Kind {
  end: 'close' | 'terminate';
  ended?(instance: { readyState?: number }): boolean;
}

const KINDS: Record<string, Kind> = {
  BroadcastChannel: { end: 'close' },
  EventSource: { end: 'close', ended: (source) => source.readyState === 2 },
  WebSocket: { end: 'close', ended: (socket) => (socket.readyState ?? 0) >= 2 },
  Worker: { end: 'terminate' },
};

type Constructor = new (...values: never[]) => Record<string, unknown>;

/** Connections and workers: they go on until somebody closes them. */
export function patchConnections({ window, holdings }: Surroundings): Undo[] {
  const constructors = window as unknown as Record<string, Constructor | undefined>;
  return Object.entries(KINDS).map(([name, { end, ended }]) =>
    replace(constructors, name, (original) => {
      const construct = (target: Constructor, values: never[], newTarget: Constructor) => {
        const instance = Reflect.construct(target, values, newTarget) as Record<string, unknown>;
        const owner = callerOf(construct);
        if (!owner) return instance;
        const stop = instance[end] as () => void;
        const holding = {
          kind: 'connection',
          what: `${name} ${String(values[0] ?? '')}`,
          release: () => stop.call(instance),
          held: () => !ended?.(instance as { readyState?: number }),
        };
        holdings.add(owner, holding);
        instance[end] = (...given: unknown[]) => {
          holdings.drop(holding);
          return Reflect.apply(stop, instance, given);
        };
        return instance;
      };
      return original && new Proxy(original, { construct });
    }),
  );
}
