import { callerOf } from '../caller.ts';
import type { Holding } from '../holdings.ts';
import { replace } from '../patch.ts';
import type { Surroundings, Undo } from './surroundings.ts';

type Listener = EventListenerOrEventListenerObject;

/** Listeners on whatever outlives an extension: the window, the document, media queries, elements of the console. */
export function patchListeners({ window, document, holdings }: Surroundings): Undo[] {
  const held = new WeakMap<EventTarget, Map<string, [Listener, Holding][]>>();
  const prototype = window.EventTarget.prototype;

  const undoAdd = replace(
    prototype,
    'addEventListener',
    (original) =>
      function addEventListener(this: EventTarget | undefined, type, listener, options) {
        const target = this ?? window;
        original.call(target, type, listener, options);
        if (!listener || !outlives(target, window)) return;
        const owner = callerOf(addEventListener);
        if (!owner || within(target, owner.name)) return;
        const list = listOf(target, type, isCapture(options));
        if (list.some(([each]) => each === listener)) return;
        const holding: Holding = {
          kind: 'listener',
          what: `${type} on ${describe(target, window, document)}`,
          release: () => prototype.removeEventListener.call(target, type, listener, options),
        };
        list.push([listener, holding]);
        holdings.add(owner, holding);
        const { once, signal } = typeof options === 'object' ? options : {};
        const drop = () => forget(target, type, listener, isCapture(options));
        if (once) original.call(target, type, drop, { once: true, capture: isCapture(options) });
        signal?.addEventListener('abort', drop, { once: true });
      },
  );
  const undoRemove = replace(
    prototype,
    'removeEventListener',
    (original) =>
      function removeEventListener(this: EventTarget | undefined, type, listener, options) {
        const target = this ?? window;
        original.call(target, type, listener, options);
        if (listener) forget(target, type, listener, isCapture(options));
      },
  );
  return [undoAdd, undoRemove];

  function listOf(target: EventTarget, type: string, capture: boolean): [Listener, Holding][] {
    const lists = held.get(target) ?? new Map<string, [Listener, Holding][]>();
    held.set(target, lists);
    const key = `${capture} ${type}`;
    const list = lists.get(key) ?? [];
    lists.set(key, list);
    return list;
  }

  function forget(target: EventTarget, type: string, listener: Listener, capture: boolean): void {
    const list = held.get(target)?.get(`${capture} ${type}`);
    const at = list?.findIndex(([each]) => each === listener) ?? -1;
    if (at < 0) return;
    const [entry] = list!.splice(at, 1);
    holdings.drop(entry![1]);
  }
}

function outlives(target: EventTarget, window: Window & typeof globalThis): boolean {
  if (target === window) return true;
  if (target instanceof window.Node) return target.isConnected;
  return (
    (window.MediaQueryList !== undefined && target instanceof window.MediaQueryList) ||
    target === window.visualViewport ||
    target === window.screen?.orientation ||
    target === window.navigator?.serviceWorker
  );
}

/** Whether a node belongs to what the extension itself shows, and goes with it. */
function within(target: EventTarget, name: string): boolean {
  const element = target as Partial<Element>;
  return element.closest?.('[data-ext]')?.getAttribute('data-ext') === name;
}

function isCapture(options: boolean | AddEventListenerOptions | undefined): boolean {
  return typeof options === 'boolean' ? options : (options?.capture ?? false);
}

function describe(target: EventTarget, window: Window, document: Document): string {
  if (target === window) return 'window';
  if (target === document) return 'document';
  return (target as Partial<Element>).localName ?? target.constructor.name;
}
