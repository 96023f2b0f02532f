import type { IndexExtension, Problem, RightsPlace } from '@luban/manifest';
import { evaluateWhen, readQuestion, type WhenScope } from '@luban/manifest';
import { createBisectGuide } from './bisect/guide.ts';
import type { Kernel, KernelOptions, MountSnapshot, OwnedResource } from './contract.ts';
import { environmentOf, limitsOf } from './core/defaults.ts';
import { createEngineDoor } from './core/engine-door.ts';
import { createJournal } from './core/journal.ts';
import { createNotifier } from './core/notifier.ts';
import { createProblemList, problem } from './core/problems.ts';
import { writable } from './core/readable.ts';
import type { KernelCore } from './engine/kernel-core.ts';
import { followIndex } from './index-store/event-stream.ts';
import { createIndexStore, type IndexChange } from './index-store/index-store.ts';
import { MountPoint } from './mounts/mount-point.ts';
import { createQuarantine } from './quarantine/quarantine.ts';
import { createRecordStore, RECORD_KEY } from './record/kernel-record.ts';
import { prefixOf } from './record/key-prefix.ts';
import { createSettingsStore } from './record/settings.ts';
import { createRightsStore, type RightsStore } from './rights/rights-store.ts';
import { createUnsavedWork } from './update/unsaved-work.ts';

/**
 * The run time of extensions for one page. What is needed before the first extension is loaded is here; the rest, the
 * engine, is fetched with the first activation.
 */
export function createKernel(options: KernelOptions): Kernel {
  const environment = environmentOf(options);
  const limits = limitsOf(options);
  const problems = createProblemList();
  const record = createRecordStore(environment.localStorage);
  const quarantine = createQuarantine(record, limits, environment.now);
  const store = createIndexStore(options.index, options.remotes);
  const journal = createJournal(() => store.get().extensions, environment.now);
  const settings = createSettingsStore(record, (name) => store.lookup.get().settings(name));
  const mounts = new Set<MountPoint>();
  const resources = new Set<OwnedResource>();
  const notify = createNotifier(options.shell);
  const rights = options.rights && createRightsStore(options.rights, environment);
  const rightsChanges = rights?.changes ?? writable(0);
  const safe = options.safe ?? false;
  const barrier = (extension: IndexExtension) => barrierOf(extension, { safe, quarantine });
  const release = (name: string) => {
    quarantine.release(name);
    problems.remove({ code: 'LB4008', extension: name });
    const extension = store.lookup.get().extension(name);
    if (extension) journal.move(extension, 'Indexed', 'released from quarantine');
    for (const mount of mounts) {
      if (mount.extension === name && mount.snapshot.get().phase === 'problem') door.open(mount);
    }
    // What runs without being shown has nothing else to begin with.
    if (extension?.eager && !barrier(extension)) door.use((engine) => engine.start(name));
  };
  const core = {
    options,
    environment,
    limits,
    store,
    journal,
    problems,
    record,
    settings,
    quarantine,
    mounts,
    resources,
    barrier,
    release,
    notify,
  } satisfies KernelCore;
  const unsaved = createUnsavedWork(mounts);
  const door = createEngineDoor(core, unsaved.invalidate);
  let mountCount = 0;
  let disposed = false;

  const bisect = createBisectGuide({
    storage: environment.sessionStorage,
    candidates: () => suspects(store.whole.get().extensions),
    switchOff: store.switchOff,
  });
  store.onChange((change) => {
    journal.invalidate();
    settings.refresh();
    listStanding(core, change.current.extensions);
    rights?.indexChanged();
    if (concernsEngine(core, change)) door.use((engine) => engine.indexChanged(change));
  });
  const stream = followIndex({
    events: options.events,
    indexUrl: options.indexUrl,
    store,
    environment,
    lost: (lost) => (lost ? problems.add(problem('LB4017', undefined)) : problems.remove({ code: 'LB4017' })),
    unreadable: () => problems.add(problem('LB3017', undefined)),
    rights: (stamp) => rights?.stand(stamp),
    notice: (told) => notify(told, { tone: 'warning' }),
    hostChanged: (build) => {
      const updated = problem('LB3017', undefined, { build });
      problems.add(updated);
      const reload = { label: 'reload', run: () => environment.document.defaultView?.location.reload() };
      notify(updated, { tone: 'info', actions: [reload] });
    },
  });
  const onStorage = (event: StorageEvent) => {
    if (event.key === RECORD_KEY) settings.refresh();
  };
  environment.document.defaultView?.addEventListener('storage', onStorage);

  if (safe) problems.add(problem('LB4018', undefined));
  listStanding(core, store.get().extensions);
  for (const extension of store.get().extensions) {
    if (extension.eager && !barrier(extension)) door.use((engine) => engine.start(extension.name));
  }

  const permitted: Kernel['permitted'] = ({ when }, place) => {
    if (when === undefined) return true;
    // Without rights at hand what nobody can decide here is shown: the server refuses what is not permitted.
    if (rights === undefined) return evaluateWhen(when, scopeOf(options)) !== false;
    return evaluateWhen(when, { ...scopeOf(options), ...rightsScope(rights, place ?? placeOf(options)) });
  };

  return {
    index: store,
    statuses: journal.statuses,
    transitions: journal.transitions,
    problems,
    unsaved,
    connection: stream.connection,
    safe,
    shell: options.shell,
    extension: (name) => store.lookup.get().extension(name),
    matchRoute: (pathname) => store.lookup.get().match(pathname),
    visible: (item, place) => permitted(item, place) === true,
    permitted,
    can: (question, place) => rights?.can(place ?? placeOf(options), question),
    rightsChanges,
    // A courtesy: whoever needs it later asks again, and is told.
    warm: () =>
      door.engine().then(
        (engine) => engine.warm(),
        () => undefined,
      ),
    prefetch: (extension, reference) => {
      const indexed = store.lookup.get().extension(extension);
      if (indexed && !barrier(indexed)) door.use((engine) => engine.prefetch(extension, reference));
    },
    mount: (extension, reference, cause) => {
      mountCount += 1;
      const indexed = store.lookup.get().extension(extension);
      const first: MountSnapshot = indexed
        ? { phase: 'loading', since: environment.now(), version: indexed.version }
        : { phase: 'gone', reason: 'disabled' };
      const mount = new MountPoint(mountCount, { extension, reference, cause }, first, door.driver);
      mounts.add(mount);
      door.open(mount);
      return mount;
    },
    runCommand: async (id, argument) => (await door.engine()).runCommand(id, argument),
    refresh: stream.refresh,
    service: async (token) => (await door.engine()).service(token),
    settings: settings.of,
    mountParcel: (lifecycles, props) => door.mountParcel(lifecycles, props),
    onOwnedResource: (resource) => {
      resources.add(resource);
      return { [Symbol.dispose]: () => void resources.delete(resource) };
    },
    quarantined: quarantine.list,
    release,
    bisect,
    dispose: async () => {
      if (disposed) return;
      disposed = true;
      stream[Symbol.dispose]();
      rights?.dispose();
      environment.document.defaultView?.removeEventListener('storage', onStorage);
      await door.dispose();
    },
  };
}

/** The product's own extensions are beyond suspicion as long as there are others. */
function suspects(extensions: readonly IndexExtension[]): string[] {
  const running = extensions.filter((each) => each.state === 'indexed');
  const installed = running.filter((each) => each.origin === 'installed');
  return (installed.length > 0 ? installed : running).map((each) => each.name);
}

function barrierOf(
  extension: IndexExtension,
  { safe, quarantine }: { safe: boolean; quarantine: KernelCore['quarantine'] },
): Problem | undefined {
  if (extension.state !== 'indexed') return extension.problem ?? problem('LB2009', extension);
  if (safe && extension.origin === 'installed') return problem('LB4018', extension);
  const entry = quarantine.find(extension);
  return entry && problem('LB4008', extension, { cause: entry.problem.code });
}

/** Keeps the list of standing problems in step with the index: a quarantine ends with its version. */
function listStanding(core: KernelCore, extensions: readonly IndexExtension[]): void {
  const present = new Set(extensions.map((each) => `${each.name}@${each.version}`));
  for (const each of core.problems.get()) {
    if (each.extension !== undefined && !present.has(`${each.extension}@${each.version}`)) core.problems.remove(each);
  }
  for (const { extension, version, problem: cause } of core.quarantine.list()) {
    const owner = extensions.find((each) => each.name === extension && core.quarantine.find(each));
    if (!owner || owner.version !== version) continue;
    const standing = problem('LB4008', owner, { cause: cause.code });
    core.problems.add(standing);
    if (core.journal.status(owner).state === 'Indexed') {
      core.journal.move(owner, 'Quarantined', 'failed in an earlier page', standing);
    }
  }
}

/** Whether the change touches something that is on the page, is to run, or has left something in this browser. */
function concernsEngine(core: KernelCore, { previous, current }: IndexChange): boolean {
  const before = new Map(previous.extensions.map((each) => [each.name, each]));
  const changed = new Set<string>();
  for (const each of current.extensions) {
    if (before.get(each.name) === each) before.delete(each.name);
    else if (each.eager) return true;
    else changed.add(each.name);
  }
  for (const name of before.keys()) changed.add(name);
  if (changed.size === 0) return false;
  const record = core.record.read();
  const keys = Object.keys(core.environment.localStorage);
  return (
    [...core.mounts].some((mount) => changed.has(mount.extension)) ||
    core.journal.statuses.get().some((status) => changed.has(status.name) && status.requests > 0) ||
    [...changed].some(
      (name) =>
        name in record.owned ||
        name in record.parked ||
        name in record.settings ||
        keys.some((key) => key.startsWith(prefixOf(name))),
    )
  );
}

function placeOf({ shell }: KernelOptions): RightsPlace {
  const { cluster, workspace, project } = shell.state.get();
  return { cluster, workspace, project };
}

function rightsScope(rights: RightsStore, place: RightsPlace): WhenScope {
  return {
    can: (verb, resource) => rights.can(place, readQuestion(verb, resource)),
    hasResource: (type) => rights.serves(place, type),
  };
}

function scopeOf({ shell }: KernelOptions): WhenScope {
  const { user, cluster, workspace, project, locale } = shell.state.get();
  return { user: user.name, cluster: cluster ?? '', workspace: workspace ?? '', project: project ?? '', locale };
}
