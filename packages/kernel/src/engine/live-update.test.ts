// @vitest-environment happy-dom
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Lifecycle, Mount } from '../contract.ts';
import { createTestKernel, type TestKernel } from '../testing/create-test-kernel.ts';
import type { TestExtension } from '../testing/test-extension.ts';
import { shown, until } from '../testing/until.ts';

const open: TestKernel[] = [];
function start(...extensions: TestExtension[]) {
  localStorage.clear();
  sessionStorage.clear();
  const test = createTestKernel({
    extensions,
    options: { limits: { load: 300, activate: 200, deactivate: 100, retries: [] } },
  });
  open.push(test);
  return test;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each[Symbol.asyncDispose]()));
});

function acme(version: string, lifecycle: Lifecycle = {}, more: Partial<TestExtension> = {}): TestExtension {
  return { name: 'acme', version, modules: { './App': { default: () => version } }, lifecycle, ...more };
}
const place = ({ kernel }: TestKernel) => kernel.mount('acme', './App#default', 'test');
const version = (mount: Mount) => {
  const snapshot = mount.snapshot.get();
  return 'version' in snapshot ? snapshot.version : undefined;
};
const state = ({ kernel }: TestKernel, name: string) =>
  kernel.statuses.get().find((status) => status.version === name)?.state;

describe('a live update', () => {
  it('moves a clean mount to the new version, with what the old one hands over', async () => {
    const restored: unknown[] = [];
    const test = start(acme('1.0.0', { saveState: () => ({ open: true }) }));
    const mount = place(test);
    await shown(mount, 'ready');
    mount.handOver('text', () => 'typed');
    const phases: string[] = [];
    mount.snapshot.subscribe(() => phases.push(mount.snapshot.get().phase));
    test.install(acme('2.0.0', { restoreState: (...given) => void restored.push(given) }));
    await until(() => version(mount) === '2.0.0');
    expect(mount.snapshot.get()).toMatchObject({ phase: 'ready', handedOver: { text: 'typed' } });
    // The old version is shown until the new one is: there is no moment without content.
    expect(phases).toEqual(['ready']);
    expect(restored).toEqual([[{ open: true }, '1.0.0']]);
    await until(() => state(test, '1.0.0') === 'Disposed');
    expect(state(test, '2.0.0')).toBe('Active');
  });

  it('activates the new version before it ends the old one', async () => {
    const order: string[] = [];
    const lifecycle = (name: string): Lifecycle => ({
      activate: () => void order.push(`+${name}`),
      deactivate: (reason) => void order.push(`-${name} ${reason}`),
    });
    const test = start(acme('1.0.0', lifecycle('1')));
    await shown(place(test), 'ready');
    test.install(acme('2.0.0', lifecycle('2')));
    await until(() => state(test, '1.0.0') === 'Disposed');
    expect(order).toEqual(['+1', '+2', '-1 upgrade']);
  });

  it('tells what would be lost if the page were left, until it is saved or the place is gone', async () => {
    await using test = createTestKernel({ extensions: [acme('1.0.0')] });
    const { unsaved } = test.kernel;
    const [first, second] = [place(test), place(test)];
    await Promise.all([shown(first, 'ready'), shown(second, 'ready')]);
    expect(unsaved.get()).toEqual([]);
    const save = vi.fn(async () => {});
    const mark = first.markDirty({ message: 'A note', save });
    second.markDirty();
    expect(unsaved.get()).toMatchObject([{ extension: 'acme', message: 'A note' }, { extension: 'acme' }]);
    expect(unsaved.get()[1]).not.toHaveProperty('save');
    expect(unsaved.get()).toBe(unsaved.get());
    await unsaved.get()[0]?.save?.();
    expect(save).toHaveBeenCalledOnce();
    mark[Symbol.dispose]();
    second.close();
    expect(unsaved.get()).toEqual([]);
  });

  it('keeps the old version for unsaved work, and moves on when that is saved', async () => {
    const test = start(acme('1.0.0'));
    const [clean, dirty] = [place(test), place(test)];
    await Promise.all([shown(clean, 'ready'), shown(dirty, 'ready')]);
    const mark = dirty.markDirty({ message: 'A note', save: async () => {} });
    test.install(acme('2.0.0'));
    await until(() => version(clean) === '2.0.0');
    await until(() => state(test, '1.0.0') === 'UpdatePending');
    expect(dirty.snapshot.get()).toMatchObject({
      version: '1.0.0',
      pending: { version: '2.0.0', message: 'A note', canSave: true },
    });
    mark[Symbol.dispose]();
    await until(() => version(dirty) === '2.0.0');
    await until(() => state(test, '1.0.0') === 'Disposed');
  });

  it('does not take a mark that is set anew in the same turn for saved work', async () => {
    const test = start(acme('1.0.0'));
    const mount = place(test);
    await shown(mount, 'ready');
    let mark = mount.markDirty();
    test.install(acme('2.0.0'));
    await until(() => state(test, '1.0.0') === 'UpdatePending');
    mark[Symbol.dispose]();
    mark = mount.markDirty();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(version(mount)).toBe('1.0.0');
  });

  it('saves before it moves on when the person asks for that, and stays when saving fails', async () => {
    const test = start(acme('1.0.0'));
    const mount = place(test);
    await shown(mount, 'ready');
    const save = vi.fn(() => Promise.reject(new Error('server says no')));
    mount.markDirty({ save });
    test.install(acme('2.0.0'));
    await until(() => state(test, '1.0.0') === 'UpdatePending');
    await expect(mount.update({ save: true })).rejects.toThrow('server says no');
    expect(version(mount)).toBe('1.0.0');
    save.mockImplementation(async () => undefined as never);
    await mount.update({ save: true });
    expect(version(mount)).toBe('2.0.0');
    expect(save).toHaveBeenCalledTimes(2);
  });

  it('gives new places the new version while an old one waits', async () => {
    const test = start(acme('1.0.0'));
    const old = place(test);
    await shown(old, 'ready');
    old.markDirty();
    test.install(acme('2.0.0'));
    await until(() => state(test, '1.0.0') === 'UpdatePending');
    const fresh = place(test);
    expect(await shown(fresh, 'ready')).toMatchObject({ version: '2.0.0' });
    old.close();
    await until(() => state(test, '1.0.0') === 'Disposed');
  });

  it.each([
    ['cannot be activated', acme('2.0.0', { activate: () => Promise.reject(new Error('boom')) }), 'LB4001'],
    ['lacks what is shown', acme('2.0.0', {}, { modules: { './App': { other: 1 } } }), 'LB3008'],
    ['cannot take over the state', acme('2.0.0', { restoreState: () => Promise.reject(new Error('boom')) }), 'LB4001'],
  ])('keeps the old version when the new one %s', async (_, next, cause) => {
    const test = start(acme('1.0.0', { saveState: () => 1 }));
    const mount = place(test);
    await shown(mount, 'ready');
    test.install(next);
    await until(() => test.kernel.problems.get().some(({ code }) => code === 'LB4016'));
    expect(test.kernel.problems.get()).toMatchObject([
      { code: 'LB4016', version: '2.0.0', params: { kept: '1.0.0', cause } },
    ]);
    expect(mount.snapshot.get()).toMatchObject({ phase: 'ready', version: '1.0.0' });
    expect(test.kernel.quarantined()).toMatchObject([{ extension: 'acme', version: '2.0.0' }]);
    expect(await shown(place(test), 'ready')).toMatchObject({ version: '1.0.0' });

    test.install(acme('3.0.0'));
    await until(() => version(mount) === '3.0.0');
    expect(test.kernel.problems.get()).toEqual([]);
  });

  it('goes back when an administrator does', async () => {
    const test = start(acme('1.0.0'));
    const mount = place(test);
    await shown(mount, 'ready');
    test.install(acme('2.0.0'));
    await until(() => version(mount) === '2.0.0');
    test.install(acme('1.0.0'));
    await until(() => version(mount) === '1.0.0');
    await until(() => state(test, '2.0.0') === 'Disposed');
  });

  it('takes other content under the same version for an update', async () => {
    const test = start(acme('1.0.0'));
    const mount = place(test);
    await shown(mount, 'ready');
    const App = () => 'edited';
    test.install(
      acme('1.0.0', {}, { modules: { './App': { default: App } }, index: { base: '/ext/acme/1.0.0~a6a97ecd/' } }),
    );
    await until(
      () =>
        mount.snapshot.get().phase === 'ready' &&
        mount.snapshot.get() !== undefined &&
        (mount.snapshot.get() as { value?: unknown }).value === App,
    );
    await until(() => test.kernel.statuses.get().some((status) => status.state === 'Disposed'));
    expect(test.kernel.statuses.get().map((status) => [status.base, status.state])).toEqual([
      ['/ext/acme/1.0.0~a6a97ecd/', 'Active'],
      ['/ext/acme/1.0.0/', 'Disposed'],
    ]);
  });

  it('lets the newest win when updates follow each other faster than they load', async () => {
    const test = start(acme('1.0.0'));
    const mount = place(test);
    await shown(mount, 'ready');
    const slow = { activate: () => new Promise<void>((resolve) => setTimeout(resolve, 50)) };
    for (const each of ['2.0.0', '3.0.0', '4.0.0']) test.install(acme(each, slow));
    await until(() => version(mount) === '4.0.0');
    await until(() =>
      test.kernel.statuses.get().every((each) => each.version === '4.0.0' || each.state === 'Disposed'),
    );
  });

  it('does not wait for an update that hangs when the extension is disabled', async () => {
    const test = start(acme('1.0.0'));
    const mount = place(test);
    await shown(mount, 'ready');
    test.install(acme('2.0.0', { activate: () => new Promise<void>(() => {}) }));
    await until(() => state(test, '2.0.0') === 'Activating');
    test.disable('acme');
    await shown(mount, 'gone');
    await until(() => state(test, '1.0.0') === 'Disposed');
    expect(state(test, '2.0.0')).toBe('Activating');
  });

  it('takes an update into a mount that is still loading', async () => {
    const test = start(acme('1.0.0', { activate: () => new Promise((resolve) => setTimeout(resolve, 50)) }));
    const mount = place(test);
    await until(() => state(test, '1.0.0') === 'Activating');
    test.install(acme('2.0.0'));
    expect(await shown(mount, 'ready')).toMatchObject({ version: '2.0.0' });
    await until(() => state(test, '1.0.0') === 'Disposed');
    expect(version(mount)).toBe('2.0.0');
  });

  it('follows with the new version of what ran without being shown', async () => {
    const order: string[] = [];
    const lifecycle = (name: string): Lifecycle => ({ activate: () => void order.push(name) });
    const test = start(acme('1.0.0', lifecycle('1'), { commands: [{ id: 'go', handler: './App#default' }] }));
    await test.kernel.runCommand('acme/go');
    test.install(acme('2.0.0', lifecycle('2')));
    await until(() => state(test, '2.0.0') === 'Active');
    expect(order).toEqual(['1', '2']);
  });
});

describe('disabling and removing', () => {
  it('takes a place away at once, and brings it back when the extension returns', async () => {
    const test = start(acme('1.0.0'));
    const mount = place(test);
    await shown(mount, 'ready');
    test.disable('acme');
    expect(await shown(mount, 'gone')).toEqual({ phase: 'gone', reason: 'disabled' });
    await until(() => state(test, '1.0.0') === 'Disposed');
    test.enable('acme');
    await shown(mount, 'ready');
  });

  it('says that unsaved work was open, and gives it back afterwards', async () => {
    const test = start(acme('1.0.0'));
    const mount = place(test);
    await shown(mount, 'ready');
    mount.handOver('text', () => 'half a sentence');
    mount.markDirty();
    test.disable('acme');
    await shown(mount, 'gone');
    await until(() => test.notices.some((notice) => notice.code === 'LB4019'));
    test.enable('acme');
    expect(await shown(mount, 'ready')).toMatchObject({ handedOver: { text: 'half a sentence' } });
  });

  it('parks what was stored while disabled, and erases it on removal', async () => {
    const store: Lifecycle = { activate: (context) => context.storage.user.set('draft', 'x') };
    const test = start(acme('1.0.0', store));
    const before = Object.keys(localStorage);
    const mount = place(test);
    await shown(mount, 'ready');
    expect(Object.keys(localStorage)).not.toEqual(before);
    test.disable('acme');
    await until(() => state(test, '1.0.0') === 'Disposed');
    expect(Object.keys(localStorage)).toEqual(before);
    expect(localStorage.getItem(before[0]!)).toContain('draft');
    test.enable('acme');
    await shown(mount, 'ready');
    test.remove('acme');
    expect(await shown(mount, 'gone')).toEqual({ phase: 'gone', reason: 'removed' });
    await until(() => state(test, '1.0.0') === 'Disposed' && Object.keys(localStorage).length === before.length);
    expect(localStorage.getItem(before[0]!)).not.toContain('draft');
  });

  it('erases what an extension stored in an earlier page, even if it was not loaded in this one', async () => {
    const test = start(acme('1.0.0'));
    localStorage.setItem('luban.ext/acme/draft', '"x"');
    test.remove('acme');
    await until(() => localStorage.getItem('luban.ext/acme/draft') === null);
  });

  it('asks shared caches to release what the version put in', async () => {
    const test = start(acme('1.0.0'));
    const release = vi.fn(() => ['pods']);
    test.kernel.onOwnedResource({ kind: 'query', release });
    await shown(place(test), 'ready');
    test.disable('acme');
    await until(() => state(test, '1.0.0') === 'Disposed');
    expect(release).toHaveBeenCalledWith(expect.objectContaining({ name: 'acme', version: '1.0.0' }));
    expect(test.kernel.statuses.get()).toMatchObject([{ released: { count: 1, swept: [] } }]);
  });

  it('ends everything within its limits when an extension does not stop', async () => {
    const test = start(acme('1.0.0', { deactivate: () => new Promise<void>(() => {}) }));
    await shown(place(test), 'ready');
    test.disable('acme');
    await until(() => state(test, '1.0.0') === 'Disposed');
    expect(test.kernel.statuses.get()).toMatchObject([{ problem: { code: 'LB4003' } }]);
  });
});

describe('whatever the order of events', () => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('install' as const),
      version: fc.integer({ min: 1, max: 4 }),
      slow: fc.boolean(),
      bad: fc.boolean(),
    }),
    fc.record({
      kind: fc.constantFrom(
        'enable' as const,
        'disable' as const,
        'remove' as const,
        'dirty' as const,
        'clean' as const,
        'place' as const,
        'leave' as const,
        'wait' as const,
      ),
    }),
  );

  it('ends with what the index says: one version alive, every clean place on it, nothing loading', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const alive = new Set<string>();
        const extension = (name: string, slow: boolean, bad: boolean) =>
          acme(name, {
            activate: async () => {
              if (slow) await new Promise((resolve) => setTimeout(resolve, 3));
              if (bad) throw new Error('bad');
              alive.add(name);
            },
            deactivate: () => void alive.delete(name),
          });
        const test = start(extension('1.0.0', false, false));
        const marks: Disposable[] = [];
        let mounts = [place(test)];
        let revision = 1;
        for (const each of steps) {
          // A build of a version never changes: a new revision of the bad or slow kind is another version.
          revision += 1;
          if (each.kind === 'install') test.install(extension(`${each.version}.${revision}.0`, each.slow, each.bad));
          else if (each.kind === 'enable') test.enable('acme');
          else if (each.kind === 'disable') test.disable('acme');
          else if (each.kind === 'remove') test.remove('acme');
          else if (each.kind === 'dirty') marks.push(mounts[0]?.markDirty() ?? { [Symbol.dispose]: () => {} });
          else if (each.kind === 'clean') for (const mark of marks.splice(0)) mark[Symbol.dispose]();
          else if (each.kind === 'place') mounts.push(place(test));
          else if (each.kind === 'leave') mounts.shift()?.close();
          else await new Promise((resolve) => setTimeout(resolve, 4));
        }
        for (const mark of marks.splice(0)) mark[Symbol.dispose]();
        const settled = () =>
          mounts.every((mount) => mount.snapshot.get().phase !== 'loading') &&
          test.kernel.statuses.get().every(({ state }) => !['Activating', 'Draining', 'UpdatePending'].includes(state));
        for (let calm = 0; calm < 3; calm = settled() ? calm + 1 : 0)
          await new Promise((resolve) => setTimeout(resolve, 8));

        const current = test.kernel.extension('acme');
        mounts = mounts.filter((mount) => mount.snapshot.get().phase === 'ready');
        const bad =
          test.kernel.quarantined().some((entry) => entry.version === current?.version) ||
          test.kernel.problems.get().length > 0;
        if (!current) {
          expect(mounts).toEqual([]);
          expect([...alive]).toEqual([]);
        } else if (!bad) {
          expect(new Set(mounts.map(version)).size).toBeLessThanOrEqual(1);
          for (const mount of mounts) expect(version(mount)).toBe(current.version);
        }
        expect(alive.size).toBeLessThanOrEqual(1);
        await test[Symbol.asyncDispose]();
        expect([...alive]).toEqual([]);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
