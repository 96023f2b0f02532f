// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ExtensionContext } from '../contract.ts';
import { createTestKernel, type TestKernel, type TestKernelOptions } from '../testing/create-test-kernel.ts';
import type { TestExtension } from '../testing/test-extension.ts';
import { shown, until } from '../testing/until.ts';

let open: TestKernel | undefined;
function start(extensions: TestExtension[], options: TestKernelOptions['options'] = {}) {
  localStorage.clear();
  sessionStorage.clear();
  open = createTestKernel({
    extensions,
    options: { limits: { load: 200, activate: 100, deactivate: 100, retries: [1, 1] }, ...options },
  });
  return open;
}
afterEach(async () => {
  await open?.[Symbol.asyncDispose]();
  open = undefined;
});

const App = () => 'app';
const acme: TestExtension = { name: 'acme', modules: { './App': { default: App } } };

describe('activation', () => {
  it('loads nothing before something is needed', async () => {
    const { kernel, imported } = start([acme]);
    await Promise.resolve();
    expect(imported).toEqual([]);
    expect(kernel.statuses.get()).toMatchObject([{ name: 'acme', state: 'Indexed', requests: 0 }]);
  });

  it('gets ready for whichever extension comes first, and loads none', async () => {
    const load = vi.fn(() => ({}));
    const { kernel, imported } = start([acme], { shares: { react: { version: '19.3.1', load } } });
    await kernel.warm();
    expect(load).toHaveBeenCalledTimes(1);
    expect(imported).toEqual([]);
  });

  it('does not mind when it cannot get ready', async () => {
    const load = () => Promise.reject(new Error('the line is down'));
    const { kernel } = start([acme], { shares: { react: { version: '19.3.1', load } } });
    await expect(kernel.warm()).resolves.toBeUndefined();
  });

  it('brings a mount from loading to ready, and says what happened', async () => {
    const { kernel } = start([acme]);
    const mount = kernel.mount('acme', './App#default', 'route overview');
    expect(mount.snapshot.get().phase).toBe('loading');
    const ready = await shown(mount, 'ready');
    expect(ready).toMatchObject({ value: App, version: '1.0.0', framework: 'react', handedOver: {} });
    expect(kernel.transitions.get().map(({ from, to, cause }) => [from, to, cause])).toEqual([
      ['Indexed', 'Activating', 'route overview'],
      ['Activating', 'Active', 'route overview'],
    ]);
    expect(kernel.statuses.get()[0]).toMatchObject({ state: 'Active', requests: 1, bytes: 100, mounts: 1 });
  });

  it('activates a version once for many places', async () => {
    const activate = vi.fn();
    const { kernel, imported } = start([{ ...acme, lifecycle: { activate } }]);
    const mounts = [1, 2, 3].map(() => kernel.mount('acme', './App#default', 'test'));
    await Promise.all(mounts.map((mount) => shown(mount, 'ready')));
    expect(activate).toHaveBeenCalledTimes(1);
    expect(imported).toHaveLength(1);
  });

  it('activates what it requires first', async () => {
    const order: string[] = [];
    const lifecycle = (name: string) => ({ activate: () => void order.push(name) });
    const { kernel } = start([
      { ...acme, lifecycle: lifecycle('acme'), index: { requires: ['base'] } },
      { name: 'base', lifecycle: lifecycle('base') },
    ]);
    await shown(kernel.mount('acme', './App#default', 'test'), 'ready');
    expect(order).toEqual(['base', 'acme']);
  });

  it('explains a dependency that is missing, and one that fails, without waiting', async () => {
    const failing = { name: 'base', lifecycle: { activate: () => Promise.reject(new Error('no')) } };
    const { kernel } = start([
      { ...acme, index: { requires: ['nobody'] } },
      { ...acme, name: 'second', index: { requires: ['base'] } },
      failing,
    ]);
    const [one, two] = ['acme', 'second'].map((name) => kernel.mount(name, './App#default', 'test'));
    expect(await shown(one!, 'problem')).toMatchObject({
      problem: { code: 'LB2001', params: { dependency: 'nobody' } },
    });
    expect(await shown(two!, 'problem')).toMatchObject({ problem: { code: 'LB4001', extension: 'base' } });
    expect(kernel.quarantined()).toEqual([]);
  });

  it('does not wait for ever in a circle of requirements', async () => {
    const { kernel } = start([
      { ...acme, index: { requires: ['other'] } },
      { name: 'other', index: { requires: ['acme'] } },
    ]);
    expect(await shown(kernel.mount('acme', './App#default', 'test'), 'problem')).toMatchObject({
      problem: { code: 'LB2003' },
    });
  });

  it.each([
    ['LB3005', 'the entry throws', { entry: () => Promise.reject(new Error('boom')) }],
    ['LB3006', 'the entry hangs', { entry: () => new Promise(() => {}) }],
    ['LB3007', 'a module hangs', { modules: { './App': () => new Promise(() => {}) } }],
    ['LB3008', 'the export is missing', { modules: { './App': { other: 1 } } }],
    ['LB3008', 'the module is not in the manifest', { modules: {} }],
    [
      'LB3009',
      'init throws',
      {
        init: () => {
          throw new Error('boom');
        },
      },
    ],
    ['LB3012', 'the page has no such share', { remote: { shared: { moon: { range: '^1.0.0' } } } }],
    ['LB3013', 'the entry is no container', { entry: () => ({ hello: 1 }) }],
    [
      'LB4001',
      'activate throws',
      {
        lifecycle: {
          activate: () => {
            throw new Error('boom');
          },
        },
      },
    ],
    ['LB4002', 'activate hangs', { lifecycle: { activate: () => new Promise<void>(() => {}) } }],
  ] satisfies [string, string, Partial<TestExtension>][])('shows %s when %s', async (code, _, fault) => {
    const { kernel } = start([{ ...acme, ...fault }]);
    const mount = kernel.mount('acme', './App#default', 'test');
    expect(await shown(mount, 'problem')).toMatchObject({ problem: { code, extension: 'acme' } });
    expect(kernel.statuses.get()[0]).toMatchObject({ state: 'Failed', problem: { code } });
  });

  it('tries again after a failure of the line, by another path each time, and gives up after the last', async () => {
    const fail = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module: x'));
    const { kernel, imported } = start([{ ...acme, entry: fail }]);
    const mount = kernel.mount('acme', './App#default', 'test');
    expect(await shown(mount, 'problem')).toMatchObject({ problem: { code: 'LB3010' }, canRetry: true });
    expect(imported.map((url) => new URL(url).pathname)).toEqual([
      '/ext/acme/1.0.0/entry.js',
      '/ext/acme/1.0.0/~1/entry.js',
      '/ext/acme/1.0.0/~2/entry.js',
    ]);
  });

  it('retries by hand by a path that the browser has not seen fail, and says when there is none left', async () => {
    const entry = vi.fn((_url: string): unknown => Promise.reject(new Error('boom')));
    const { kernel } = start([{ ...acme, entry }], { limits: { failures: 9, retries: [] } });
    const mount = kernel.mount('acme', './App#default', 'test');
    for (const reload of [false, false, true]) {
      expect(await shown(mount, 'problem')).toMatchObject({ problem: { code: 'LB3005' }, canRetry: !reload, reload });
      mount.retry();
    }
    await shown(mount, 'problem');
    expect(entry.mock.calls.map(([url]) => new URL(url).pathname)).toEqual([
      '/ext/acme/1.0.0/entry.js',
      '/ext/acme/1.0.0/~1/entry.js',
      '/ext/acme/1.0.0/~2/entry.js',
    ]);
  });

  it('does not show what comes after the place is gone', async () => {
    const { kernel } = start([acme]);
    const mount = kernel.mount('acme', './App#default', 'test');
    mount.close();
    await until(() => kernel.statuses.get()[0]!.state === 'Active');
    expect(mount.snapshot.get().phase).toBe('loading');
    expect(kernel.statuses.get()[0]!.mounts).toBe(0);
  });

  it('tells a failure to render from an endless one and from a parcel’s', async () => {
    const { kernel } = start([acme], { limits: { failures: 9 } });
    const mount = kernel.mount('acme', './App#default', 'test');
    const codes: unknown[] = [];
    for (const [error, phase] of [
      [new Error('x'), 'render'],
      [new Error('Too many re-renders. React limits the number of renders'), 'render'],
      [new Error('Minified React error #185; visit …'), 'render'],
      [new Error('x'), 'mount'],
    ] as const) {
      await shown(mount, 'ready');
      mount.fail(error, phase);
      codes.push((await shown(mount, 'problem')).problem.code);
      mount.retry();
    }
    expect(codes).toEqual(['LB4004', 'LB4005', 'LB4005', 'LB4007']);
  });

  it('gives the code its context, and ends what that began', async () => {
    let context: ExtensionContext | undefined;
    const seen: string[] = [];
    const { kernel, disable, visited } = start([
      {
        ...acme,
        settings: { unit: { type: 'string', title: 'Unit', default: 'Mi' } },
        lifecycle: {
          activate: (given) => {
            context = given;
            given.listen(window, 'resize', () => seen.push('resize'));
            given.setInterval(() => seen.push('tick'), 1);
            given.signal.addEventListener('abort', () => seen.push('abort'));
            given.effects.defer(() => seen.push('deferred'));
          },
          deactivate: (reason) => void seen.push(reason),
        },
      },
    ]);
    await shown(kernel.mount('acme', './App#default', 'test'), 'ready');
    expect(context!.settings.get()).toEqual({ unit: 'Mi' });
    expect(context!.t('unknown.key')).toBe('unknown.key');
    context!.navigate('/there');
    expect(visited).toEqual(['/there']);
    await expect(context!.fetch('https://elsewhere.example/x')).rejects.toMatchObject({ problem: { code: 'LB4014' } });
    window.dispatchEvent(new Event('resize'));
    expect(seen).toContain('resize');

    disable('acme');
    await until(() => kernel.statuses.get().some((status) => status.state === 'Disposed'));
    expect(seen.slice(-3)).toEqual(['disable', 'abort', 'deferred']);
    const count = seen.length;
    window.dispatchEvent(new Event('resize'));
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(seen).toHaveLength(count);
    expect(kernel.statuses.get()).toMatchObject([{ released: { count: 3, errors: [] }, effects: {} }]);
  });

  it('activates at start what wants to run', async () => {
    const activate = vi.fn();
    start([{ ...acme, index: { eager: true }, lifecycle: { activate } }]);
    await until(() => activate.mock.calls.length === 1);
  });

  it('loads nothing of an installed extension in safe mode', async () => {
    const { kernel, imported } = start([acme, { ...acme, name: 'home', index: { origin: 'builtin' } }], { safe: true });
    const mount = kernel.mount('acme', './App#default', 'test');
    expect(mount.snapshot.get()).toMatchObject({ phase: 'problem', problem: { code: 'LB4018' }, canRetry: false });
    await shown(kernel.mount('home', './App#default', 'test'), 'ready');
    expect(imported).toHaveLength(1);
    expect(kernel.problems.get()).toMatchObject([{ code: 'LB4018' }]);
  });

  it('shows why an extension is not fit to run, without loading it', () => {
    const problem = { code: 'LB2006', params: {}, extension: 'acme' };
    const { kernel, imported } = start([{ ...acme, index: { state: 'incompatible', problem } }]);
    expect(kernel.mount('acme', './App#default', 'test').snapshot.get()).toMatchObject({ phase: 'problem', problem });
    expect(imported).toEqual([]);
  });
});

describe('quarantine', () => {
  const broken: TestExtension = {
    ...acme,
    lifecycle: {
      activate: () => {
        throw new Error('boom');
      },
    },
  };

  it('takes in what failed twice, does not load it in the next page, and lets it go by hand', async () => {
    const first = start([broken]);
    const mount = first.kernel.mount('acme', './App#default', 'test');
    await shown(mount, 'problem');
    expect(first.kernel.quarantined()).toEqual([]);
    mount.retry();
    await until(() => first.kernel.quarantined().length === 1);
    expect(first.kernel.statuses.get()[0]).toMatchObject({ state: 'Quarantined' });
    await until(() => first.notices.some((notice) => notice.code === 'LB4008'));

    const second = createTestKernel({ extensions: [acme] });
    open = second;
    const next = second.kernel.mount('acme', './App#default', 'test');
    expect(next.snapshot.get()).toMatchObject({
      phase: 'problem',
      problem: { code: 'LB4008', params: { cause: 'LB4001' } },
    });
    expect(second.kernel.problems.get()).toMatchObject([{ code: 'LB4008', extension: 'acme' }]);
    expect(second.imported).toEqual([]);
    second.kernel.release('acme');
    await shown(next, 'ready');
    expect(second.kernel.problems.get()).toEqual([]);
    await first.kernel.dispose();
  });

  it('starts what runs without being shown as soon as it is released', async () => {
    const failing = { activate: () => Promise.reject(new Error('boom')) };
    const eager: TestExtension = { ...acme, lifecycle: failing, index: { eager: true } };
    const first = start([eager]);
    await until(() => first.kernel.statuses.get()[0]?.state === 'Failed');
    const second = createTestKernel({ extensions: [eager] });
    await until(() => second.kernel.quarantined().length === 1);
    const activate = vi.fn();
    open = createTestKernel({ extensions: [{ ...eager, lifecycle: { activate } }] });
    expect(open.kernel.statuses.get()[0]).toMatchObject({ state: 'Quarantined' });
    expect(open.imported).toEqual([]);
    open.kernel.release('acme');
    await until(() => activate.mock.calls.length === 1);
    expect(open.kernel.statuses.get()[0]).toMatchObject({ state: 'Active' });
    for (const { kernel } of [first, second]) await kernel.dispose();
  });

  it('counts one fault once, however many places show it', async () => {
    const { kernel } = start([acme]);
    const mounts = [1, 2, 3].map(() => kernel.mount('acme', './App#default', 'test'));
    await Promise.all(mounts.map((mount) => shown(mount, 'ready')));
    for (const mount of mounts) mount.fail(new Error('boom'), 'render');
    expect(kernel.quarantined()).toEqual([]);
    mounts[0]!.retry();
    await shown(mounts[0]!, 'ready');
    mounts[0]!.fail(new Error('boom'), 'render');
    expect(kernel.quarantined()).toHaveLength(1);
  });

  it('does not count what happens long after mounting, nor what the line does', async () => {
    let now = 0;
    const { kernel } = start([acme], { environment: { now: () => now } });
    const mount = kernel.mount('acme', './App#default', 'test');
    for (let round = 0; round < 3; round += 1) {
      await shown(mount, 'ready');
      now += 5_000;
      mount.fail(new Error('boom'), 'render');
      mount.retry();
    }
    await shown(mount, 'ready');
    expect(kernel.quarantined()).toEqual([]);
  });
});
