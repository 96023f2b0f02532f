import type { Parcel, ParcelConfig } from 'single-spa';
import type { KernelLimits, MountedParcel, ParcelLifecycles, ParcelProps } from '../contract.ts';
import { kernelError } from '../core/problems.ts';
import { TimeLimitError, within } from '../loading/time-limit.ts';

/** Mounts content of other frameworks through single-spa, which is fetched with the first of them. */
export interface Parcels {
  mount(lifecycles: ParcelLifecycles, props: ParcelProps): MountedParcel;
  /** Resolves when the parcels of this extension that are being unmounted are gone. */
  settled(name: string): Promise<void>;
  dispose(): Promise<void>;
}

interface Parent {
  mountParcel(config: ParcelConfig, props: object): Parcel;
  parcel: Parcel;
}

/**
 * Notes: single-spa never forgets a root parcel with its props and element, so all parcels are children of one long-lived
 * parent. Its adapters keep instances by parcel name, so the name is always the extension's.
 */
export function createParcels(document: Document, limits: Pick<KernelLimits, 'parcel'>): Parcels {
  let parent: Promise<Parent> | undefined;
  const leaving = new Map<Promise<unknown>, string>();
  const parentParcel = () => {
    parent ??= mountParent(document);
    parent.catch(() => {
      parent = undefined;
    });
    return parent;
  };

  return {
    mount: (lifecycles, props) => {
      const owner = props.context;
      // single-spa keeps hold of the object: emptied at the end, nothing hangs on it.
      const given: Record<string, unknown> = { ...props };
      let ended = false;
      const bounded = <T>(stage: string, work: Promise<T>) =>
        within(limits.parcel, work).catch((error: unknown) => {
          const late = error instanceof TimeLimitError;
          throw kernelError(
            late ? 'LB4023' : 'LB4007',
            owner,
            { stage, limit: limits.parcel, error: String(error) },
            error,
          );
        });
      const forget = () => {
        for (const key of Object.keys(given)) delete given[key];
      };
      const starting = parentParcel().then(async ({ mountParcel }) => {
        if (ended) return undefined;
        const parcel = mountParcel(configOf(lifecycles, props.name, limits.parcel), given);
        quieten(parcel);
        await parcel.mountPromise;
        return parcel;
      });
      const mounted = bounded('mount', starting);
      // single-spa refuses to update, and to unmount, what is being updated: one after the other.
      let updated: Promise<unknown> = Promise.resolve();
      const stop = async (parcel: Parcel | undefined) => {
        if (parcel?.getStatus() === 'MOUNTED') await parcel.unmount();
      };
      const unmount = async () => {
        ended = true;
        // single-spa refuses to unmount what is not mounted yet. What hangs is unmounted when it has come round.
        const leaving = Promise.all([starting, updated])
          .then(
            ([parcel]) => stop(parcel),
            () => undefined,
          )
          .finally(forget);
        const late = await mounted.then(
          () => false,
          () => true,
        );
        try {
          if (late) leaving.catch(() => undefined);
          else await bounded('unmount', leaving);
        } finally {
          props.domElement.replaceChildren();
        }
      };
      let unmounting: Promise<void> | undefined;
      return {
        mounted: mounted.then(() => undefined),
        update: (changed) => {
          const updating = updated.then(async () => {
            const parcel = await mounted;
            if (ended || !parcel?.update) return;
            Object.assign(given, changed);
            // What is left out here would be missing at unmounting too.
            await bounded('update', parcel.update(given));
          });
          updated = updating.catch(() => undefined);
          return updating;
        },
        unmount: () => {
          if (!unmounting) {
            const work = unmount();
            unmounting = work;
            leaving.set(work, props.name);
            work.catch(() => undefined).finally(() => leaving.delete(work));
          }
          return unmounting;
        },
      };
    },
    settled: async (name) => {
      await Promise.allSettled([...leaving].filter(([, owner]) => owner === name).map(([work]) => work));
    },
    dispose: async () => {
      const mounted = await parent?.catch(() => undefined);
      parent = undefined;
      // Its own children may be beyond unmounting; nothing of it is in the page.
      await mounted?.parcel.unmount().catch(() => undefined);
    },
  };
}

/** A parcel with nothing in it, whose life cycles do nothing. Its element is never put into the page. */
async function mountParent(document: Document): Promise<Parent> {
  const { mountRootParcel } = await import('single-spa');
  // Its router is not used here, and nobody should find it.
  Reflect.deleteProperty(document.defaultView ?? {}, 'singleSpaNavigate');
  const nothing = () => Promise.resolve();
  return new Promise<Parent>((resolve, reject) => {
    let children: Parent['mountParcel'] | undefined;
    const config = {
      name: 'luban-parcels',
      bootstrap: nothing,
      mount: async (props: object) => {
        children = (props as unknown as Parent).mountParcel;
      },
      unmount: nothing,
    };
    const parcel = mountRootParcel(config as ParcelConfig, { domElement: document.createElement('div') });
    quieten(parcel);
    parcel.mountPromise.then(() => resolve({ parcel, mountParcel: children! }), reject);
  });
}

/** single-spa rejects one promise for each stage; whoever waits for the first has heard of it. */
function quieten(parcel: Parcel): void {
  const { loadPromise, bootstrapPromise, mountPromise, unmountPromise } = parcel;
  for (const each of [loadPromise, bootstrapPromise, mountPromise, unmountPromise]) each.catch(() => undefined);
}

function configOf(lifecycles: ParcelLifecycles, name: string, limit: number): ParcelConfig {
  // Its own limits only warn; ours end the wait.
  const timeout = { millis: limit * 2, dieOnTimeout: false, warningMillis: limit * 2 };
  return {
    bootstrap: () => Promise.resolve(),
    ...pick(lifecycles),
    name,
    timeouts: { bootstrap: timeout, mount: timeout, unmount: timeout, update: timeout },
  } as unknown as ParcelConfig;
}

/** A module namespace cannot be spread safely by name alone: only what single-spa knows is passed on. */
function pick({ bootstrap, mount, unmount, update }: ParcelLifecycles) {
  return { ...(bootstrap && { bootstrap }), mount, unmount, ...(update && { update }) };
}
