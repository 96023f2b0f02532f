import type { MountedParcel, ParcelLifecycles, ParcelProps } from '../contract.ts';
import type { Engine, KernelCore } from '../engine/kernel-core.ts';
import type { MountDriver, MountPoint } from '../mounts/mount-point.ts';
import { detailOf, kernelError, problem } from './problems.ts';
import { report } from './report.ts';

/** The way to the engine: loads it once, at the first need, and hands on in order what is asked of it. */
export interface EngineDoor {
  readonly driver: MountDriver;
  /** Rejects with LB3017 when the console's own files cannot be had any more. */
  engine(): Promise<Engine>;
  use(run: (engine: Engine) => unknown): void;
  open(mount: MountPoint): void;
  mountParcel(lifecycles: ParcelLifecycles, props: ParcelProps): MountedParcel;
  dispose(): Promise<void>;
}

export function createEngineDoor(core: KernelCore & { mounts: Set<MountPoint> }, marked: () => void): EngineDoor {
  let loading: Promise<Engine> | undefined;
  let loaded: Engine | undefined;
  const engine = () => {
    loading ??= import('../engine/engine.ts').then(
      ({ createEngine }) => {
        loaded = createEngine(core);
        return loaded;
      },
      (error: unknown) => {
        loading = undefined;
        throw kernelError('LB3017', undefined, {}, error);
      },
    );
    return loading;
  };
  const use = (run: (engine: Engine) => unknown) => {
    engine().then(run).catch(report);
  };
  const open = (mount: MountPoint) => {
    if (loaded) return loaded.open(mount);
    const extension = core.store.lookup.get().extension(mount.extension);
    const version = extension?.version ?? '';
    const barrier = extension && core.barrier(extension);
    if (!extension) return mount.show({ phase: 'gone', reason: 'disabled' });
    if (barrier) return mount.show({ phase: 'problem', problem: barrier, canRetry: false, version });
    mount.showLoading(version, core.environment.now());
    engine().then(
      (ready) => ready.open(mount),
      (error: unknown) =>
        mount.show({
          phase: 'problem',
          problem: problem('LB3017', undefined),
          detail: detailOf(error),
          canRetry: true,
          version,
        }),
    );
  };
  return {
    engine,
    use,
    open,
    driver: {
      retry: (mount) => (loaded ? loaded.retry(mount) : open(mount)),
      failed: (mount, error, phase) => loaded?.failed(mount, error, phase),
      marked,
      cleaned: (mount) => loaded?.cleaned(mount),
      update: async (mount, options) => loaded?.update(mount, options),
      closed: (mount) => {
        core.mounts.delete(mount);
        loaded?.closed(mount);
      },
    },
    mountParcel: (lifecycles, props) => {
      // A parcel's life cycles come out of a loaded module, so the engine is there.
      if (!loaded) throw kernelError('LB4007', undefined, { name: props.name });
      return loaded.mountParcel(lifecycles, props);
    },
    dispose: async () => {
      await (await loading?.catch(() => undefined))?.dispose();
    },
  };
}
