import type { ComposedIndex, IndexRoute, RemoteTable } from '@luban/manifest';
import type { Kernel, KernelOptions, Notice, ShellState } from '../contract.ts';
import { type Writable, writable } from '../core/readable.ts';
import { createKernel } from '../create-kernel.ts';
import { createTestEvents, type TestEvents } from './test-event-source.ts';
import { containerOf, indexEntry, remoteRecordOf, type TestExtension } from './test-extension.ts';

export interface TestKernelOptions {
  extensions?: TestExtension[];
  routes?: IndexRoute[];
  shell?: Partial<ShellState>;
  /** Anything else that `createKernel` takes. */
  options?: Partial<Omit<KernelOptions, 'index' | 'remotes' | 'shell'>>;
}

/** A whole kernel over extensions in memory: no network, no server. Needs a document, such as happy-dom's. */
export interface TestKernel extends AsyncDisposable {
  readonly kernel: Kernel;
  readonly shell: Writable<ShellState>;
  /** What the kernel and the extensions said to the person. */
  readonly notices: readonly Notice[];
  /** Paths that were navigated to. */
  readonly visited: readonly string[];
  readonly events: TestEvents;
  /** URLs of entries that were imported. */
  readonly imported: readonly string[];
  /** Installs, or replaces by this version, the way an administrator does: the open page is told. */
  install(extension: TestExtension): void;
  enable(name: string): void;
  disable(name: string): void;
  remove(name: string): void;
}

const SHELL: ShellState = {
  user: { name: 'admin', displayName: 'Administrator' },
  cluster: undefined,
  workspace: undefined,
  project: undefined,
  locale: 'en',
  theme: 'light',
  density: 'compact',
};

export function createTestKernel({
  extensions = [],
  routes = [],
  shell = {},
  options = {},
}: TestKernelOptions = {}): TestKernel {
  const notices: Notice[] = [];
  const visited: string[] = [];
  const imported: string[] = [];
  const events = createTestEvents();
  const state = writable<ShellState>({ ...SHELL, ...shell });
  const installed = new Map(extensions.map((each) => [each.name, each]));
  const versions = new Map(extensions.map((each) => [indexEntry(each).base, each]));
  const disabled = new Set<string>();
  let revision = 1;

  const compose = (): ComposedIndex => {
    const present = [...installed.values()].filter((each) => !disabled.has(each.name));
    const of = <T>(pick: (extension: TestExtension) => T[] | undefined) =>
      present.flatMap((each) => (pick(each) ?? []).map((item) => ({ extension: each.name, ...item })));
    return {
      revision: `r${revision}`,
      locale: 'en',
      host: 'test',
      extensions: present.map(indexEntry),
      routes,
      menus: [],
      slots: [],
      columns: [],
      tabs: [],
      actions: [],
      commands: of(({ commands }) =>
        commands?.map((each) => ({ title: each.id, keywords: [], palette: true, ...each })),
      ),
      services: of(({ services }) => services),
      settings: of(({ settings }) => settings && [{ properties: settings }]),
      themes: [],
      quickAccess: [],
      slotDefinitions: [],
      conflicts: [],
      skipped: [],
    };
  };
  const remotes = (): RemoteTable =>
    Object.fromEntries(
      [...installed.values()].map((each) => [`${each.name}@${indexEntry(each).version}`, remoteRecordOf(each)]),
    );
  const change = (edit: () => void, removed?: string[]) => {
    const from = `r${revision}`;
    edit();
    revision += 1;
    const { extensions, commands, services, settings } = compose();
    const lists = {
      extensions: { reset: extensions },
      commands: { reset: commands },
      services: { reset: services },
      settings: { reset: settings },
    };
    events.delta({ from, to: `r${revision}`, lists, remotes: remotes(), ...(removed && { removed }) });
  };

  const kernel = createKernel({
    index: compose(),
    remotes: remotes(),
    shell: {
      state,
      navigate: (to) => void visited.push(to),
      notify: (notice) => void notices.push(notice),
    },
    shares: {},
    events: '/api/index/events',
    ...options,
    environment: {
      createEventSource: events.create,
      importModule: async (url) => {
        imported.push(url);
        const path = new URL(url).pathname.replace(/~\d\//, '');
        const extension = versions.get(path.replace(/[^/]*$/, ''));
        if (!extension) throw new TypeError(`Failed to fetch dynamically imported module: ${url}`);
        return extension.entry ? extension.entry(url) : containerOf(extension);
      },
      // Whatever is asked for again, to find out why it failed, is there and whole.
      fetch: async () => new Response('', { headers: { 'content-type': 'text/javascript' } }),
      ...options.environment,
    },
  });
  events.hello({ revision: 'r1', host: 'test' });

  return {
    kernel,
    shell: state,
    notices,
    visited,
    events,
    imported,
    install: (extension) =>
      change(() => {
        installed.set(extension.name, extension);
        versions.set(indexEntry(extension).base, extension);
      }),
    enable: (name) => change(() => void disabled.delete(name)),
    disable: (name) => change(() => void disabled.add(name)),
    remove: (name) => change(() => void installed.delete(name), [name]),
    [Symbol.asyncDispose]: () => kernel.dispose(),
  };
}
