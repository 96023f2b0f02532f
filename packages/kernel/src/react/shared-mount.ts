import type { IndexReference, Problem } from '@luban/manifest';
import type { Kernel, Mount, MountSnapshot, Readable } from '../contract.ts';
import type { ExtensionScope } from './extension-scope.ts';

/** What many places that show the same export have in common. */
export type SharedPlace =
  | { phase: 'waiting' }
  | { phase: 'problem'; problem: Problem; retry: (() => void) | undefined }
  | { phase: 'ready'; generation: number; value: unknown; scope: ExtensionScope };

export interface SharedMount {
  place: Readable<SharedPlace>;
  /** One place failed. From the fourth on it is the export that is at fault, and all of them show it. */
  failed(error: unknown): void;
}

const mounts = new WeakMap<Kernel, Map<string, SharedMount>>();

/** Opens its mount with the first subscriber and closes it after the last; asking for it costs a look-up. */
export function sharedMount(kernel: Kernel, extension: string, reference: IndexReference, cause: string): SharedMount {
  const ofKernel = mounts.get(kernel) ?? new Map<string, SharedMount>();
  mounts.set(kernel, ofKernel);
  const key = `${extension} ${reference}`;
  const shared = ofKernel.get(key) ?? createSharedMount(() => kernel.mount(extension, reference, cause));
  ofKernel.set(key, shared);
  return shared;
}

const FAILURES_OF_ITS_OWN = 3;
const WAITING: SharedPlace = { phase: 'waiting' };

function createSharedMount(open: () => Mount): SharedMount {
  const listeners = new Set<() => void>();
  let opened: { mount: Mount; unsubscribe: () => void } | undefined;
  let place = WAITING;
  let failures = 0;

  const refresh = () => {
    place = opened ? placeOf(opened.mount, opened.mount.snapshot.get()) : WAITING;
    for (const listener of [...listeners]) listener();
  };
  const start = () => {
    const mount = open();
    opened = { mount, unsubscribe: mount.snapshot.subscribe(refresh) };
    failures = 0;
    refresh();
  };
  // Rows that are replaced leave and come in one go: what nobody wants any more is known a moment later.
  const stopIfUnused = () => {
    if (listeners.size > 0 || !opened) return;
    opened.unsubscribe();
    opened.mount.close();
    opened = undefined;
    place = WAITING;
  };

  return {
    place: {
      get: () => place,
      subscribe(listener) {
        listeners.add(listener);
        if (!opened) start();
        return () => {
          listeners.delete(listener);
          if (listeners.size === 0) queueMicrotask(stopIfUnused);
        };
      },
    },
    failed(error) {
      failures += 1;
      if (failures > FAILURES_OF_ITS_OWN) opened?.mount.fail(error, 'render');
    },
  };
}

function placeOf(mount: Mount, snapshot: MountSnapshot): SharedPlace {
  switch (snapshot.phase) {
    case 'ready': {
      const { context, generation, handedOver, value } = snapshot;
      return { phase: 'ready', generation, value, scope: { mount, context, handedOver, shared: true } };
    }
    case 'problem': {
      return {
        phase: 'problem',
        problem: snapshot.problem,
        retry: snapshot.canRetry ? () => mount.retry() : undefined,
      };
    }
    default:
      return WAITING;
  }
}
