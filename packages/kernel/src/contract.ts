/**
 * The kernel as the rest of the browser sees it. `createKernel` returns a `Kernel`; the React bindings in `react.ts` and
 * the SDK are built on this contract alone.
 */
import type {
  ComposedIndex,
  IndexExtension,
  IndexReference,
  IndexRoute,
  Problem,
  RemoteTable,
  RightsDocument,
  RightsPlace,
  RightsQuestion,
} from '@luban/manifest';
import type {
  ExtensionContext,
  MountedParcel,
  ParcelLifecycles,
  ParcelProps,
  ServiceToken,
} from './extension-contract.ts';

// What extensions are given and what they give
export type * from './extension-contract.ts';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A store in the sense of `useSyncExternalStore`: the snapshot is the same object until something changed. */
export interface Readable<T> {
  get(): T;
  subscribe(listener: () => void): () => void;
}

// Settings ------------------------------------------------------------------------------------------------------------

/** One package that the shell offers to extensions. */
export interface HostShare {
  version: string;
  /** Called once, before the first extension that needs it is loaded. */
  load(): Promise<unknown> | unknown;
}

/** What the shell knows and extensions may read. Plain data, replaced as a whole on each change. */
export interface ShellState {
  user: { name: string; displayName: string };
  /** From the URL; undefined where the URL names none. */
  cluster: string | undefined;
  workspace: string | undefined;
  project: string | undefined;
  locale: string;
  theme: 'light' | 'dark';
  density: 'compact' | 'comfortable';
}

export interface Notice {
  /** A notice with the same key replaces the earlier one. */
  key?: string;
  tone: 'info' | 'success' | 'warning' | 'danger';
  title: string;
  description?: string;
  /** The number whose page explains it. */
  code?: string;
  actions?: { label: string; run(): void }[];
  /** Milliseconds until a toast leaves; absent: stays in the notice area until dismissed. */
  timeout?: number;
}

/** What the kernel asks of the shell. */
export interface ShellFacade {
  state: Readable<ShellState>;
  navigate(to: string): void;
  notify(notice: Notice): void;
}

/** Where the kernel knows from what the person may do. */
export interface RightsOptions {
  /** Answers with a `RightsDocument` for the place in its query. */
  url: string;
  /** Name of the cluster that is meant where the URL names none. */
  host: string;
  /** How the server's rights stood when the page was made. */
  stamp: string | undefined;
  /** What came with the page. */
  documents: readonly RightsDocument[];
}

export interface KernelOptions {
  index: ComposedIndex;
  remotes: RemoteTable;
  shell: ShellFacade;
  shares: Record<string, HostShare>;
  /** URL of the event stream with index deltas. Absent: no live updates. */
  events?: string;
  /** URL that answers with a whole `IndexDocument`, used when a delta does not fit. */
  indexUrl?: string;
  /** Absent: nothing is known of rights, and what asks for them is shown. */
  rights?: RightsOptions;
  /** Nonce for import maps that are added at run time. */
  nonce?: string;
  /** `?safe`: load no extension whose origin is `installed`. Default: false. */
  safe?: boolean;
  /** Default: the page's own. Tests pass their own. */
  environment?: Partial<KernelEnvironment>;
  limits?: Partial<KernelLimits>;
}

/** What is needed of an `EventSource`. */
export interface EventStreamSource {
  addEventListener(type: string, listener: (event: Event) => void): void;
  close(): void;
}

export interface KernelEnvironment {
  document: Document;
  fetch: typeof fetch;
  now(): number;
  localStorage: Storage;
  sessionStorage: Storage;
  /** Default: one stream for all tabs of the browser. */
  createEventSource(url: string): EventStreamSource;
  /** The browser's own `import()`. */
  importModule(url: string): Promise<unknown>;
}

/** Milliseconds, but for the counts. */
export interface KernelLimits {
  /** Entry and chunks. Default: 10,000. */
  load: number;
  /** Default: 5,000. */
  activate: number;
  /** Default: 2,000. */
  deactivate: number;
  /** Each life cycle function of a parcel. Default: 5,000. */
  parcel: number;
  /** Waits before each retry after a network error. Default: [500, 2000]. */
  retries: number[];
  /** Failed activations of one version within `failureWindow` that quarantine it. Default: 2. */
  failures: number;
  /** Default: 600,000. */
  failureWindow: number;
}

// States --------------------------------------------------------------------------------------------------------------

export type ExtensionState =
  | 'Discovered'
  | 'Verified'
  | 'Untrusted'
  | 'Resolved'
  | 'Incompatible'
  | 'Indexed'
  | 'Activating'
  | 'Active'
  | 'UpdatePending'
  | 'Failed'
  | 'Quarantined'
  | 'Draining'
  | 'Disposed';

/** One arrow of the state diagram. */
export interface Transition {
  extension: string;
  version: string;
  from: ExtensionState | undefined;
  to: ExtensionState;
  /** `Date.now()`. */
  at: number;
  /** `route overview`, `disabled by an administrator`, … */
  cause: string;
  problem?: Problem;
}

/** One version of one extension as the inspector shows it. */
export interface ExtensionStatus {
  name: string;
  version: string;
  /** URL path of its files. Tells contents of one version apart while somebody works on it. */
  base?: string;
  displayName: string;
  state: ExtensionState;
  problem?: Problem;
  /** Raw error text, for people who debug. */
  detail?: string;
  /** Milliseconds of the last load and activation. */
  timings: { load?: number; activate?: number };
  /** Bytes of the files fetched so far. */
  bytes: number;
  /** Number of requests for its files so far. */
  requests: number;
  /** Effects now held in its ledger, by kind. */
  effects: Record<string, number>;
  /** Places on the page where it is shown now. */
  mounts: number;
  /** Result of the last disposal: how many effects were released, and what had to be swept by force. */
  released?: { count: number; swept: string[]; errors: string[] };
}

// Mounts --------------------------------------------------------------------------------------------------------------

/** A place on the page where one export of one extension is shown. */
export interface Mount {
  readonly id: number;
  readonly extension: string;
  readonly reference: IndexReference;
  readonly snapshot: Readable<MountSnapshot>;
  /** Loads again after a problem, by a path alias that integrity covers too. */
  retry(): void;
  /** The view reports that showing the export failed. */
  fail(error: unknown, phase: 'render' | 'mount' | 'update' | 'unmount'): void;
  /** The content holds unsaved work while at least one of these is in force. */
  markDirty(options?: DirtyOptions): Disposable;
  /** Contributes to the state that is handed to the next version; `collect` is called just before the swap. */
  handOver(key: string, collect: () => Json): Disposable;
  /** The person accepts a waiting update: saves if asked to, then swaps. */
  update(options?: { save?: boolean }): Promise<void>;
  /** The place is gone. */
  close(): void;
}

export interface DirtyOptions {
  /** Sentence for the person: what would be lost. */
  message?: string;
  save?(): Promise<void>;
}

/** Unsaved work in one place on the page. */
export interface UnsavedWork {
  readonly extension: string;
  /** Sentence for the person: what would be lost. */
  readonly message?: string;
  /** Saves all of it. Absent when a part of it offers no way. */
  save?(): Promise<void>;
}

export type MountSnapshot =
  | { phase: 'loading'; since: number; version: string }
  | {
      phase: 'ready';
      version: string;
      /** Changes on each swap and retry: the React key. */
      generation: number;
      /** The export that the reference names. */
      value: unknown;
      framework: 'react' | 'single-spa';
      context: ExtensionContext;
      /** What the version before handed over, by key. */
      handedOver: Record<string, Json>;
      /** A newer version waits for this mount's unsaved work. */
      pending?: { version: string; message?: string; canSave: boolean };
    }
  | {
      phase: 'problem';
      problem: Problem;
      detail?: string;
      canRetry: boolean;
      /** Every way to load it in this page was tried: only loading the page again helps. */
      reload?: boolean;
      version: string;
    }
  /** The extension was disabled or removed while the place stood. */
  | { phase: 'gone'; reason: 'disabled' | 'removed' };

// Kernel --------------------------------------------------------------------------------------------------------------

export interface RouteMatch {
  route: IndexRoute;
  /** Whole pattern, such as `/clusters/:cluster/metrics/*`. */
  pattern: string;
  params: Record<string, string>;
}

export interface Bisect {
  /** Counts from 1. */
  step: number;
  /** At most, counted from the start. */
  steps: number;
  /** Extensions that are off in this step. */
  off: string[];
  /**
   * Set at the end. `culprit`: it fails alone; it is off until `stop`. `together`: the smallest set that was seen to fail,
   * none of which does alone. `none`: the fault is there with every extension off.
   */
  outcome?: { kind: 'culprit'; extension: string } | { kind: 'together'; extensions: string[] } | { kind: 'none' };
}

/**
 * Something of the shell that lives longer than an extension and that extensions put things into, such as the shared
 * query cache. Whoever owns it finds out who put what in (`ownerOfStack`) and gives it back here.
 */
export interface OwnedResource {
  kind: string;
  /** Releases what this owner, as `ownerOfStack` names it, put in. Answers with one line for each thing. */
  release(owner: { name: string; version: string }): string[];
}

export interface Kernel {
  readonly index: Readable<ComposedIndex>;
  /** Status of every known version, in index order; disposed versions leave after a minute. */
  readonly statuses: Readable<readonly ExtensionStatus[]>;
  readonly transitions: Readable<readonly Transition[]>;
  /** Problems of this tab that a person should see: quarantines, failed updates, lost event stream. */
  readonly problems: Readable<readonly Problem[]>;
  /** What would be lost if the page were left now, in the order in which the places were opened. */
  readonly unsaved: Readable<readonly UnsavedWork[]>;
  readonly connection: Readable<'connecting' | 'live' | 'lost' | 'off'>;
  readonly safe: boolean;
  /** As given in the options: the React bindings read the current context from it. */
  readonly shell: ShellFacade;

  extension(name: string): IndexExtension | undefined;
  matchRoute(pathname: string): RouteMatch | undefined;
  /**
   * Evaluates what is left of an item's `when` in the current context, with the rights of the place that it leads to. An
   * item whose rights are not known yet is not visible.
   *
   * @param place default: the current one
   */
  visible(item: { when?: string }, place?: RightsPlace): boolean;
  /** The same; undefined: not known yet. */
  permitted(item: { when?: string }, place?: RightsPlace): boolean | undefined;
  /** Whether the person may do something. Undefined: not known yet, and `rightsChanges` tells when it is. */
  can(question: RightsQuestion, place?: RightsPlace): boolean | undefined;
  /** Another value after each change of what is known of rights. */
  readonly rightsChanges: Readable<number>;
  /** Fetches what every extension needs of the console itself, for an idle moment before the first one. Never rejects. */
  warm(): Promise<void>;
  /** Fetches a reference's files ahead, integrity first. Does nothing when it is known already. */
  prefetch(extension: string, reference: IndexReference): void;
  mount(extension: string, reference: IndexReference, cause: string): Mount;
  runCommand(id: string, argument?: unknown): Promise<unknown>;
  /**
   * Fetches the whole index from `indexUrl` and goes on from there, mounted views included. For what the server decides
   * by and no event tells of, such as another locale. A failure is a problem, and the index stays as it is.
   */
  refresh(): Promise<void>;
  /** `from` is the asking extension, or undefined for the shell. */
  service<T>(token: ServiceToken<T>): Promise<T>;
  settings(extension: string): ExtensionContext['settings'];
  /** Mounts a parcel of another framework under the kernel's one long-lived parent parcel. */
  mountParcel(lifecycles: ParcelLifecycles, props: ParcelProps): MountedParcel;
  /** Asked at each disposal. */
  onOwnedResource(resource: OwnedResource): Disposable;

  quarantined(): readonly { extension: string; version: string; at: number; problem: Problem }[];
  release(extension: string): void;

  bisect: {
    state: Readable<Bisect | undefined>;
    start(): void;
    answer(still: 'broken' | 'fine'): void;
    stop(): void;
  };

  dispose(): Promise<void>;
}

/** Thrown and rejected by the kernel: always numbered, always with the owner. */
export class KernelError extends Error {
  override name = 'KernelError';
  readonly problem: Problem;
  constructor(problem: Problem, options?: { cause?: unknown }) {
    super(`${problem.code}${problem.extension ? ` ${problem.extension}` : ''}`, options);
    this.problem = problem;
  }
}
