import type { IndexExtension, IndexReference } from '@luban/manifest';
import type { Activation, Presentation } from '../activation/activation.ts';
import type { Activator } from '../activation/activator.ts';
import { type Json, KernelError } from '../contract.ts';
import { detailOf, kernelError } from '../core/problems.ts';
import { keyOf } from '../core/version-key.ts';
import type { KernelCore } from '../engine/kernel-core.ts';
import type { Loaders } from '../loading/loaders.ts';
import type { FailureLog } from '../quarantine/failure-log.ts';
import { mayRetry } from '../quarantine/failure-rules.ts';
import type { Drafts } from '../update/drafts.ts';
import type { MountPoint } from './mount-point.ts';

/** Milliseconds after which a failure to render is no longer one at mounting. */
const AT_MOUNT = 2_000;

/** Milliseconds within which a view's first effects have run. */
const VIEW_START = 100;

/** Brings mounts and activations together. */
export interface Stage {
  /** Loads what the mount shows, from the current version. Never rejects: a failure is shown in the mount. */
  open(mount: MountPoint): Promise<void>;
  attach(mount: MountPoint, activation: Activation, presentation: Presentation, handedOver: Record<string, Json>): void;
  /** The mount lets go of its version. */
  detach(mount: MountPoint): void;
  failed(mount: MountPoint, error: unknown, phase: 'render' | 'mount' | 'update' | 'unmount'): void;
  activationOf(mount: MountPoint): Activation | undefined;
}

interface StageOptions {
  core: KernelCore;
  activator: Activator;
  loaders: Loaders;
  drafts: Drafts;
  failures: FailureLog;
  /** An older version that goes on because the current one is quarantined. */
  keptVersion(name: string): Activation | undefined;
  /** Runs what lets views of an extension start, and notes what that leaves on the page. */
  watch<T>(extension: IndexExtension, run: () => Promise<T>): Promise<T>;
}

interface Attachment {
  activation: Activation;
  styles: Disposable;
  since: number;
}

export function createStage(options: StageOptions): Stage {
  const { core, activator, loaders, drafts, failures, keptVersion, watch } = options;
  const { journal, environment } = core;
  const attachments = new Map<MountPoint, Attachment>();
  /** Order in which mounts were opened, and up to where a version's failures were counted: one fault counts once. */
  const opened = new Map<MountPoint, number>();
  const counted = new Map<string, number>();
  let openings = 0;
  let generations = 0;

  const open = async (mount: MountPoint): Promise<void> => {
    const extension = core.store.lookup.get().extension(mount.extension);
    mount.turn += 1;
    openings += 1;
    const { turn } = mount;
    opened.set(mount, openings);
    mount.opening = extension && keyOf(extension);
    detach(mount);
    if (!extension) return mount.show({ phase: 'gone', reason: 'disabled' });
    const { version } = extension;
    mount.showLoading(version, environment.now());
    try {
      const kept = keptVersion(extension.name);
      if (!kept) fetchAhead(extension, mount.reference);
      const activation = kept ?? (await activator.activate(extension.name, mount.cause));
      const presentation = await activation.present(mount.reference);
      if (mount.turn !== turn || mount.closed || activation.phase === 'ending') presentation.styles[Symbol.dispose]();
      else attach(mount, activation, presentation, drafts.take(mount) ?? {});
    } catch (error) {
      if (mount.turn === turn && !mount.closed) showProblem(mount, extension, error);
    }
  };

  /** The place's files travel while the extension is being activated: one round trip instead of two. */
  const fetchAhead = (extension: IndexExtension, reference: IndexReference): void => {
    if (core.barrier(extension)) return;
    loaders.get(extension).then(
      (loader) => loader.warm([reference]),
      // Activation asks for the same record, and reports it.
      () => undefined,
    );
  };

  const attach: Stage['attach'] = (mount, activation, { value, styles }, handedOver) => {
    detach(mount);
    generations += 1;
    attachments.set(mount, { activation, styles, since: environment.now() });
    activation.mounts.add(mount);
    journal.note(activation.extension, { mounts: activation.mounts.size });
    if (journal.status(activation.extension).state === 'Failed')
      journal.move(activation.extension, 'Active', mount.cause);
    // Effects of a view run a moment after it was drawn, and nothing tells when.
    void watch(activation.extension, () => new Promise((resolve) => setTimeout(resolve, VIEW_START)));
    mount.show({
      phase: 'ready',
      version: activation.extension.version,
      generation: generations,
      value,
      framework: activation.extension.framework,
      context: activation.context,
      handedOver,
    });
  };

  const detach = (mount: MountPoint): void => {
    const attachment = attachments.get(mount);
    if (!attachment) return;
    attachments.delete(mount);
    const { activation, styles } = attachment;
    activation.mounts.delete(mount);
    journal.note(activation.extension, { mounts: activation.mounts.size });
    // The view lets go a moment later; until then its styles stay.
    setTimeout(() => styles[Symbol.dispose]());
  };

  const showProblem = (mount: MountPoint, extension: IndexExtension, error: unknown, late = false): void => {
    const failure =
      error instanceof KernelError
        ? error
        : kernelError('LB3005', extension, { error: String(error), file: mount.reference }, error);
    detach(mount);
    mount.show({
      phase: 'problem',
      problem: failure.problem,
      detail: detailOf(failure),
      canRetry: mayRetry(failure.problem) && !loaders.exhausted(extension),
      reload: loaders.exhausted(extension),
      version: extension.version,
    });
    const attempt = opened.get(mount) ?? 0;
    failures.note(extension, failure, mount.cause, late || attempt <= (counted.get(keyOf(extension)) ?? 0));
    counted.set(keyOf(extension), openings);
  };

  return {
    open,
    attach,
    detach: (mount) => {
      opened.delete(mount);
      detach(mount);
    },
    activationOf: (mount) => attachments.get(mount)?.activation,
    failed: (mount, error, phase) => {
      const attachment = attachments.get(mount);
      const extension = attachment?.activation.extension ?? core.store.lookup.get().extension(mount.extension);
      if (!extension) return;
      const failure = asFailure(error, extension, phase, mount);
      // What failed is gone from the page already: there is no place to show it but the inspector.
      if (phase === 'unmount' || !attachment) return journal.note(extension, { detail: detailOf(failure) });
      showProblem(mount, extension, failure, environment.now() - attachment.since > AT_MOUNT);
    },
  };
}

/** Words of React for a component that renders without end; in production it gives only the number. */
const ENDLESS = /Maximum update depth|Too many re-renders|Minified React error #(?:185|301);/;

function asFailure(error: unknown, extension: IndexExtension, phase: string, mount: MountPoint): KernelError {
  if (error instanceof KernelError) return error;
  const params = {
    error: error instanceof Error ? error.message : String(error),
    reference: mount.reference,
    stage: phase,
  };
  if (phase !== 'render') return kernelError('LB4007', extension, params, error);
  return kernelError(ENDLESS.test(params.error) ? 'LB4005' : 'LB4004', extension, params, error);
}
