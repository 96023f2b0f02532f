// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest';
import { createTestKernel, type TestKernel } from '../testing/create-test-kernel.ts';
import type { TestExtension } from '../testing/test-extension.ts';
import { shown, until } from '../testing/until.ts';

let test: TestKernel;
function start(extensions: TestExtension[], keep = false) {
  if (!keep) {
    localStorage.clear();
    sessionStorage.clear();
  }
  test = createTestKernel({ extensions });
  return test;
}
afterEach(() => test[Symbol.asyncDispose]());

const extension = (name: string): TestExtension => ({ name, modules: { './App': { default: () => name } } });
const names = (kernel: TestKernel['kernel']) => kernel.index.get().extensions.map(({ name }) => name);

describe('bisect', () => {
  const all = ['home', 'a', 'b', 'c', 'd'].map((name) =>
    name === 'home' ? { ...extension(name), index: { origin: 'builtin' as const } } : extension(name),
  );

  it('switches extensions off without a reload, finds the culprit, and gives everything back at the end', async () => {
    const { kernel } = start(all);
    const mount = kernel.mount('c', './App#default', 'test');
    await shown(mount, 'ready');
    kernel.bisect.start();
    expect(names(kernel)).toEqual(['home']);
    await shown(mount, 'gone');
    while (!kernel.bisect.state.get()!.outcome) {
      kernel.bisect.answer(names(kernel).includes('c') ? 'broken' : 'fine');
    }
    expect(kernel.bisect.state.get()!.outcome).toEqual({ kind: 'culprit', extension: 'c' });
    expect(names(kernel)).toEqual(['home', 'a', 'b', 'd']);
    kernel.bisect.stop();
    expect(kernel.bisect.state.get()).toBeUndefined();
    expect(names(kernel)).toEqual(['home', 'a', 'b', 'c', 'd']);
    await shown(mount, 'ready');
  });

  it('goes on after a reload', async () => {
    const first = start(all);
    first.kernel.bisect.start();
    first.kernel.bisect.answer('fine');
    const shownThen = names(first.kernel);
    await first.kernel.dispose();
    const second = start(all, true);
    expect(names(second.kernel)).toEqual(shownThen);
    expect(second.kernel.bisect.state.get()!.step).toBe(2);
    second.kernel.bisect.stop();
  });
});

describe('createKernel', () => {
  it('evaluates what is left of a condition, and shows what nobody can decide here', () => {
    const { kernel, shell } = start([]);
    expect(kernel.visible({})).toBe(true);
    expect(kernel.visible({ when: "cluster == 'east'" })).toBe(false);
    shell.set({ ...shell.get(), cluster: 'east' });
    expect(kernel.visible({ when: "cluster == 'east'" })).toBe(true);
    expect(kernel.visible({ when: "can('list', 'pods')" })).toBe(true);
    expect(kernel.visible({ when: "can('list', 'pods') && cluster == 'west'" })).toBe(false);
  });

  it('fetches ahead without running anything', async () => {
    const { kernel, imported } = start([extension('a')]);
    kernel.prefetch('a', './App#default');
    await until(() => document.querySelector('link[rel=modulepreload]') !== null);
    expect(imported).toEqual([]);
    const map = document.querySelector('link[rel=modulepreload]') as HTMLLinkElement;
    expect(map.integrity).toBe('sha384-test');
    map.remove();
  });

  it('offers a reload when the console was updated', async () => {
    const { kernel, events, notices } = start([]);
    events.hello({ revision: 'r1', host: 'another build' });
    expect(kernel.problems.get()).toMatchObject([{ code: 'LB3017' }]);
    await until(() => notices.length > 0);
    expect(notices).toMatchObject([{ code: 'LB3017', actions: [{ label: 'Reload' }] }]);
  });

  it('hears of settings that another tab changed', () => {
    const { kernel } = start([
      { ...extension('a'), settings: { unit: { type: 'string', title: 'Unit', default: 'Mi' } } },
    ]);
    const settings = kernel.settings('a');
    expect(settings.get()).toEqual({ unit: 'Mi' });
    const record = JSON.parse(localStorage.getItem('luban.kernel')!) as { settings: object };
    localStorage.setItem('luban.kernel', JSON.stringify({ ...record, settings: { a: { unit: 'Gi' } } }));
    window.dispatchEvent(Object.assign(new Event('storage'), { key: 'luban.kernel' }));
    expect(settings.get()).toEqual({ unit: 'Gi' });
  });

  it('says gone, and not loading, for an extension that is not there', () => {
    const { kernel } = start([]);
    expect(kernel.mount('nobody', './App#default', 'test').snapshot.get()).toEqual({
      phase: 'gone',
      reason: 'disabled',
    });
  });
});
