import type { ComposedIndex, IndexExtension, Problem, RightsPlace, RightsQuestion } from '@luban/manifest';
import {
  type Bisect,
  type ExtensionContext,
  type ExtensionStatus,
  type Json,
  type Kernel,
  KernelError,
  type OwnedResource,
  type ShellState,
  type Transition,
  type UnsavedWork,
} from '../contract.ts';
import { type Writable, writable } from '../core/readable.ts';
import { fakeContext } from './fake-context.ts';
import { FakeMount } from './fake-mount.ts';

export interface FakeExport {
  value: unknown;
  framework?: 'react' | 'single-spa';
  handedOver?: Record<string, Json>;
}

export interface FakeKernelOptions {
  index?: Partial<ComposedIndex>;
  shell?: Partial<ShellState>;
  /** What can be mounted at once: `<extension> <reference>` to the export. Anything else stays loading. */
  exports?: Record<string, unknown>;
  services?: Record<string, unknown>;
  /** What the person may do. Default: everything. */
  can?(question: RightsQuestion, place: RightsPlace): boolean | undefined;
}

/** A kernel without an engine, for tests of what is drawn: it does what the test says and notes what it was asked. */
export interface FakeKernel extends Kernel {
  readonly index: Writable<ComposedIndex>;
  readonly statuses: Writable<readonly ExtensionStatus[]>;
  readonly transitions: Writable<readonly Transition[]>;
  readonly problems: Writable<readonly Problem[]>;
  readonly shell: Kernel['shell'] & { state: Writable<ShellState> };
  readonly bisect: Kernel['bisect'] & { state: Writable<Bisect | undefined> };
  /** Every mount that was ever opened, in order. */
  readonly mounts: FakeMount[];
  readonly resources: Set<OwnedResource>;
  readonly rightsChanges: Writable<number>;
  /** What was asked, one line each: `prefetch acme ./Page#default`. */
  readonly calls: string[];
  /** One per `<name>@<version>`. */
  context(name: string, version?: string): ExtensionContext;
  quarantine: { extension: string; version: string; at: number; problem: Problem }[];
}

export function createFakeKernel({
  index,
  shell,
  exports = {},
  services = {},
  can = () => true,
}: FakeKernelOptions = {}): FakeKernel {
  const calls: string[] = [];
  const mounts: FakeMount[] = [];
  const contexts = new Map<string, ExtensionContext>();
  const resources = new Set<OwnedResource>();
  const state = writable<ShellState>({ ...SHELL, ...shell });
  const indexStore = writable<ComposedIndex>({ ...EMPTY_INDEX, ...index });

  const kernel: FakeKernel = {
    index: indexStore,
    statuses: writable<readonly ExtensionStatus[]>([]),
    transitions: writable<readonly Transition[]>([]),
    problems: writable<readonly Problem[]>([]),
    unsaved: writable<readonly UnsavedWork[]>([]),
    connection: writable<'connecting' | 'live' | 'lost' | 'off'>('live'),
    safe: false,
    shell: {
      state,
      navigate: (to) => void calls.push(`navigate ${to}`),
      notify: (notice) => void calls.push(`notify ${notice.title}`),
    },
    mounts,
    resources,
    calls,
    quarantine: [],
    context(name, version = '1.0.0') {
      const key = `${name}@${version}`;
      const known = contexts.get(key) ?? fakeContext(name, version, { shell: state, services, calls });
      contexts.set(key, known);
      return known;
    },
    extension: (name) => indexStore.get().extensions.find((extension) => extension.name === name),
    matchRoute: () => undefined,
    visible: (item) => item.when === undefined || item.when === state.get().cluster,
    permitted: (item) => kernel.visible(item),
    can: (question, place) => can(question, place ?? state.get()),
    rightsChanges: writable(0),
    warm: async () => void calls.push('warm'),
    prefetch: (extension, reference) => void calls.push(`prefetch ${extension} ${reference}`),
    mount(extension, reference, cause) {
      const mount = new FakeMount({ id: mounts.length + 1, extension, reference, cause }, (version) =>
        kernel.context(extension, version),
      );
      mounts.push(mount);
      const value = exports[`${extension} ${reference}`];
      if (value !== undefined) mount.ready(isFakeExport(value) ? value : { value });
      return mount;
    },
    async runCommand(id, argument) {
      calls.push(`run ${id} ${JSON.stringify(argument)}`);
      return undefined;
    },
    async refresh() {
      calls.push('refresh');
    },
    service: async (token) => {
      if (token.token in services) return services[token.token] as never;
      throw new KernelError({ code: 'LB4011', params: { token: token.token } });
    },
    settings: (extension) => kernel.context(extension).settings,
    mountParcel(lifecycles, props) {
      let current = props;
      const run = async (step: typeof lifecycles.update) => {
        for (const each of Array.isArray(step) ? step : [step]) await each?.(current);
      };
      const mounted = run(lifecycles.bootstrap).then(() => run(lifecycles.mount));
      return {
        mounted,
        update: (next) => {
          current = next as typeof props;
          return mounted.then(() => run(lifecycles.update));
        },
        unmount: () => mounted.then(() => run(lifecycles.unmount)).catch(() => undefined),
      };
    },
    onOwnedResource(resource) {
      resources.add(resource);
      return { [Symbol.dispose]: () => void resources.delete(resource) };
    },
    quarantined: () => kernel.quarantine,
    release: (extension) => void calls.push(`release ${extension}`),
    bisect: {
      state: writable<Bisect | undefined>(undefined),
      start: () => void calls.push('bisect start'),
      answer: (still) => void calls.push(`bisect ${still}`),
      stop: () => void calls.push('bisect stop'),
    },
    dispose: async () => undefined,
  };
  return kernel;
}

/** Marks an export that needs more than its value. */
export function fakeExport(given: FakeExport): FakeExport {
  marked.add(given);
  return given;
}

const marked = new WeakSet<object>();

function isFakeExport(value: unknown): value is FakeExport {
  return typeof value === 'object' && value !== null && marked.has(value);
}

/** An entry of the index, for tests. */
export function fakeExtension(name: string, overrides: Partial<IndexExtension> = {}): IndexExtension {
  const version = overrides.version ?? '1.0.0';
  return {
    name,
    version,
    displayName: name,
    base: `/ext/${name}/${version}/`,
    framework: 'react',
    state: 'indexed',
    requires: [],
    eager: false,
    origin: 'installed',
    ...overrides,
  };
}

const SHELL: ShellState = {
  user: { name: 'admin', displayName: 'Ada' },
  cluster: undefined,
  workspace: undefined,
  project: undefined,
  locale: 'en',
  theme: 'light',
  density: 'comfortable',
};

const EMPTY_INDEX: ComposedIndex = {
  revision: '1',
  locale: 'en',
  host: 'test',
  extensions: [],
  routes: [],
  menus: [],
  slots: [],
  columns: [],
  tabs: [],
  actions: [],
  commands: [],
  services: [],
  settings: [],
  themes: [],
  quickAccess: [],
  slotDefinitions: [],
  conflicts: [],
  skipped: [],
};
