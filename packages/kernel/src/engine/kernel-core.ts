import type { IndexExtension, Problem } from '@luban/manifest';
import type {
  KernelEnvironment,
  KernelLimits,
  KernelOptions,
  MountedParcel,
  Notice,
  OwnedResource,
  ParcelLifecycles,
  ParcelProps,
  ServiceToken,
} from '../contract.ts';
import type { Journal } from '../core/journal.ts';
import type { ProblemList } from '../core/problems.ts';
import type { IndexChange, IndexStore } from '../index-store/index-store.ts';
import type { MountDriver, MountPoint } from '../mounts/mount-point.ts';
import type { Quarantine } from '../quarantine/quarantine.ts';
import type { RecordStore } from '../record/kernel-record.ts';
import type { SettingsStore } from '../record/settings.ts';

/** What the small first part of the kernel gives to the engine, which is loaded with the first activation. */
export interface KernelCore {
  readonly options: KernelOptions;
  readonly environment: KernelEnvironment;
  readonly limits: KernelLimits;
  readonly store: IndexStore;
  readonly journal: Journal;
  readonly problems: ProblemList;
  readonly record: RecordStore;
  readonly settings: SettingsStore;
  readonly quarantine: Quarantine;
  readonly mounts: ReadonlySet<MountPoint>;
  readonly resources: ReadonlySet<OwnedResource>;
  /** Why this extension may not be loaded now, if so. */
  barrier(extension: IndexExtension): Problem | undefined;
  /** Lets an extension out of quarantine, and shows it again. */
  release(name: string): void;
  /** Tells a person, in the words of the catalogue. */
  notify(problem: Problem, notice: Pick<Notice, 'tone'> & Partial<Notice>): void;
}

/** The part of the kernel that loads and runs code. */
export interface Engine extends Omit<MountDriver, 'marked'> {
  open(mount: MountPoint): void;
  /** Loads the federation run time and everything that is shared. Never rejects. */
  warm(): Promise<void>;
  prefetch(extension: string, reference: string): void;
  /** Loads and activates, for an extension that wants to run from the start. */
  start(extension: string): Promise<void>;
  runCommand(id: string, argument: unknown): Promise<unknown>;
  service<T>(token: ServiceToken<T>): Promise<T>;
  mountParcel(lifecycles: ParcelLifecycles, props: ParcelProps): MountedParcel;
  indexChanged(change: IndexChange): void;
  dispose(): Promise<void>;
}
