/** What extensions are given and what they give: the half of the contract that authors see through the SDK. */
import type { DirtyOptions, Json, Notice, Readable, ShellState } from './contract.ts';

export interface Logger {
  debug(...values: unknown[]): void;
  info(...values: unknown[]): void;
  warn(...values: unknown[]): void;
  error(...values: unknown[]): void;
}

export interface KeyValueStore {
  get<T extends Json>(key: string): T | undefined;
  set(key: string, value: Json): void;
  delete(key: string): void;
  keys(): string[];
}

/** Names a service with its type: `token<Query>('acme-metrics/Query@1')`. */
export interface ServiceToken<T> {
  readonly token: string;
  /** Carries the type alone; never set. */
  readonly type?: T;
}

/**
 * What an extension's code gets: all its effects go through here, so that they end with it. One per extension version
 * while it is active.
 */
export interface ExtensionContext {
  readonly name: string;
  readonly version: string;
  /** URL path of its files, with a slash at the end. */
  readonly base: string;
  /** Aborted on disable, upgrade and removal. */
  readonly signal: AbortSignal;
  /** The ledger. `use(disposable)`, `adopt(value, release)`, `defer(fn)`. All run at the end; errors are collected. */
  readonly effects: DisposableStack;
  readonly log: Logger;
  readonly shell: Readable<ShellState>;
  /** Text of the extension's catalogue in the current locale; the key itself when it is missing. */
  t(key: string, values?: Record<string, string | number>): string;
  /** Timers and listeners that end with the extension. */
  setTimeout(run: () => void, ms: number): Disposable;
  setInterval(run: () => void, ms: number): Disposable;
  listen<T extends EventTarget>(
    target: T,
    type: string,
    listener: (event: Event) => void,
    options?: AddEventListenerOptions,
  ): Disposable;
  /** Same origin, and the origins in `permissions.network`; aborted with the extension. */
  fetch(input: string | URL, init?: RequestInit): Promise<Response>;
  services: {
    /** Loads and activates the provider when needed. Rejects with a `KernelError` when nobody provides it. */
    get<T>(token: ServiceToken<T>): Promise<T>;
    /** Whether somebody provides it. Loads nothing. */
    has(token: ServiceToken<unknown>): boolean;
    provide<T>(token: ServiceToken<T>, service: T): Disposable;
  };
  commands: {
    /** Id of an own command or `<extension>/<id>`. Loads its owner when needed. */
    run(id: string, argument?: unknown): Promise<unknown>;
    /** An own command that exists as long as the code runs; it needs no line in the manifest. */
    register(command: { id: string; title: string; run(argument?: unknown): unknown }): Disposable;
  };
  settings: Readable<Record<string, string | number | boolean>> & {
    set(key: string, value: string | number | boolean): void;
  };
  storage: {
    /** Kept in this browser until the extension is removed. */
    user: KeyValueStore;
    /** Kept until the tab closes or the extension is disabled. */
    session: KeyValueStore;
  };
  navigate(to: string): void;
  notify(notice: Notice): void;
}

/** Default export of the module named by `lifecycle.module`. All members are optional and bounded in time. */
export interface Lifecycle {
  activate?(context: ExtensionContext): void | Promise<void>;
  /** Called before a live upgrade. */
  saveState?(): Json | Promise<Json>;
  /** Called after `activate` of the new version. */
  restoreState?(state: Json, fromVersion: string): void | Promise<void>;
  deactivate?(reason: DeactivationReason): void | Promise<void>;
}

export type DeactivationReason = 'disable' | 'upgrade' | 'remove' | 'quarantine' | 'signOut';

/** Export that a command's `handler` names. */
export type CommandHandler<A = unknown> = (call: { argument: A | undefined; context: ExtensionContext }) => unknown;

/** Export that a service's `provider` names. Called once per activation. */
export type ServiceProvider<T = unknown> = (context: ExtensionContext) => T | Promise<T>;

/** What a mount of another framework is given; `domElement` is its own element. */
export interface ParcelProps {
  domElement: HTMLElement;
  name: string;
  context: ExtensionContext;
  /** As `useDirty` and `useHandover` for React: see `Mount`. */
  markDirty(options?: DirtyOptions): Disposable;
  handOver(key: string, collect: () => Json): Disposable;
  /** What the version before handed over, by key. */
  handedOver: Record<string, Json>;
  [prop: string]: unknown;
}

/** single-spa parcel life cycles, accepted as they are. */
export interface ParcelLifecycles {
  bootstrap?: ((props: ParcelProps) => Promise<unknown>) | ((props: ParcelProps) => Promise<unknown>)[];
  mount: ((props: ParcelProps) => Promise<unknown>) | ((props: ParcelProps) => Promise<unknown>)[];
  unmount: ((props: ParcelProps) => Promise<unknown>) | ((props: ParcelProps) => Promise<unknown>)[];
  update?: ((props: ParcelProps) => Promise<unknown>) | ((props: ParcelProps) => Promise<unknown>)[];
}

/** A parcel on the page. None of its promises stays pending longer than `limits.parcel`. */
export interface MountedParcel {
  readonly mounted: Promise<void>;
  /** Does nothing when the life cycles have no `update`. */
  update(props: Record<string, unknown>): Promise<void>;
  /** May be called at any time, also before it is mounted. Never rejects twice for one failure. */
  unmount(): Promise<void>;
}
