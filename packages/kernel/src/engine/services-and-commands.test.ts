// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ExtensionContext } from '../contract.ts';
import { createTestKernel, type TestKernel } from '../testing/create-test-kernel.ts';
import type { TestExtension } from '../testing/test-extension.ts';
import { until } from '../testing/until.ts';

let test: TestKernel;
function start(...extensions: TestExtension[]) {
  localStorage.clear();
  sessionStorage.clear();
  test = createTestKernel({ extensions, options: { limits: { load: 500, activate: 300, retries: [] } } });
  return test;
}
afterEach(() => test[Symbol.asyncDispose]());

const provides = (name: string, provider: unknown, more: Partial<TestExtension> = {}): TestExtension => ({
  name,
  modules: { './service': { default: provider } },
  services: [{ token: `${name}/S@1`, provider: './service#default' }],
  ...more,
});
const token = <T>(name: string) => ({ token: `${name}/S@1` }) as { token: string; type?: T };
const asks = (name: string) => (context: ExtensionContext) => context.services.get(token(name));

describe('services', () => {
  it('are made once, by a provider that is loaded when they are asked for', async () => {
    const provider = vi.fn((context: ExtensionContext) => ({ hello: () => context.name }));
    const { kernel, imported } = start(provides('a', provider));
    expect(imported).toEqual([]);
    const [one, two] = await Promise.all([kernel.service(token<{ hello(): string }>('a')), kernel.service(token('a'))]);
    expect(one.hello()).toBe('a');
    expect(two).toBe(one);
    expect(provider).toHaveBeenCalledTimes(1);
  });

  it('may be plain values', async () => {
    expect(await start(provides('a', { n: 1 })).kernel.service(token('a'))).toEqual({ n: 1 });
  });

  it('that nobody provides are refused at once', async () => {
    await expect(start().kernel.service(token('a'))).rejects.toMatchObject({
      problem: { code: 'LB4011', params: { token: 'a/S@1' } },
    });
  });

  it('that wait for each other are refused, and not waited for', async () => {
    const { kernel } = start(provides('a', asks('b')), provides('b', asks('c')), provides('c', asks('a')));
    await expect(kernel.service(token('a'))).rejects.toMatchObject({ problem: { code: 'LB4024' } });
    const all = await Promise.allSettled(['a', 'b', 'c'].map((name) => kernel.service(token(name))));
    expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  });

  it('that ask for each other while they activate are refused', async () => {
    const lifecycle = (name: string) => ({
      activate: async (context: ExtensionContext) => void (await context.services.get(token(name))),
    });
    const { kernel } = start(
      provides('a', {}, { lifecycle: lifecycle('b') }),
      provides('b', {}, { lifecycle: lifecycle('a') }),
    );
    await expect(kernel.service(token('a'))).rejects.toMatchObject({ problem: { code: 'LB4024' } });
  });

  it('may ask back for what is there already', async () => {
    const { kernel } = start(
      provides('a', (context: ExtensionContext) => ({ later: () => context.services.get(token('b')) })),
      provides('b', asks('a')),
    );
    const a = await kernel.service(token<{ later(): Promise<unknown> }>('a'));
    expect(await a.later()).toBe(a);
  });

  it('that code provides end with it', async () => {
    const { kernel, disable } = start({
      name: 'a',
      index: { eager: true },
      lifecycle: { activate: (context) => void context.services.provide(token('run'), { live: true }) },
    });
    await until(() => kernel.statuses.get()[0]!.state === 'Active');
    expect(await kernel.service(token('run'))).toEqual({ live: true });
    disable('a');
    await until(() => kernel.statuses.get()[0]!.state === 'Disposed');
    await expect(kernel.service(token('run'))).rejects.toMatchObject({ problem: { code: 'LB4011' } });
  });
});

describe('commands', () => {
  const handler = ({ argument, context }: { argument: unknown; context: ExtensionContext }) =>
    `${context.name} ${String(argument)}`;
  const acme: TestExtension = {
    name: 'acme',
    modules: { './go': { default: handler, bad: () => Promise.reject(new Error('boom')) } },
    commands: [
      { id: 'go', handler: './go#default' },
      { id: 'bad', handler: './go#bad' },
      { id: 'lost', route: 'acme/nowhere' },
    ],
  };

  it('load their owner and run with their argument', async () => {
    const { kernel, imported } = start(acme);
    expect(await kernel.runCommand('acme/go', 7)).toBe('acme 7');
    expect(imported).toHaveLength(1);
  });

  it('have a number when they are unknown, fail, or lead nowhere', async () => {
    const { kernel } = start(acme);
    await expect(kernel.runCommand('acme/none')).rejects.toMatchObject({ problem: { code: 'LB4012' } });
    await expect(kernel.runCommand('acme/bad')).rejects.toMatchObject({
      problem: { code: 'LB4013', extension: 'acme' },
    });
    await expect(kernel.runCommand('acme/lost')).rejects.toMatchObject({ problem: { code: 'LB4012' } });
  });

  it('that code registers are found by their bare id from inside', async () => {
    let context: ExtensionContext | undefined;
    const { kernel } = start({
      name: 'acme',
      index: { eager: true },
      lifecycle: {
        activate: (given) => {
          context = given;
          given.commands.register({ id: 'live', title: 'Live', run: (argument) => `live ${String(argument)}` });
        },
      },
    });
    await until(() => context !== undefined);
    expect(await context!.commands.run('live', 1)).toBe('live 1');
    expect(await kernel.runCommand('acme/live', 2)).toBe('live 2');
  });
});

describe('errors that nobody catches', () => {
  it('are put down to the extension whose file they come from', async () => {
    const { kernel, notices } = start({ name: 'acme', index: { eager: true }, lifecycle: {} });
    await until(() => kernel.statuses.get()[0]!.state === 'Active');
    const reason = Object.assign(new Error('lost'), {
      stack: 'Error: lost\n at f (http://localhost/ext/acme/1.0.0/a.js:1:1)',
    });
    window.dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason }));
    window.dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason: new Error('the console’s own') }));
    await until(() => notices.length > 0);
    expect(notices).toMatchObject([{ code: 'LB4006' }]);
    expect(kernel.statuses.get()[0]).toMatchObject({ state: 'Active', problem: { code: 'LB4006' } });
  });
});
