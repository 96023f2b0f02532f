// @vitest-environment happy-dom
import type { ServiceToken } from '@luban/kernel';
import { fakeExtension } from '@luban/kernel/react-testing';
import { act, cleanup } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { showExtension } from './test-support/show-extension.tsx';
import { token } from './token.ts';
import { useService } from './use-service.ts';

afterEach(cleanup);

const GREETER: ServiceToken<(name: string) => string> = token('greeter/Greeter@1');

function Page() {
  const greeter = useService(GREETER);
  if (greeter.status === 'ready') return greeter.value('Ada');
  return greeter.status === 'problem' ? greeter.problem.code : 'loading';
}

const index = {
  extensions: [fakeExtension('acme'), fakeExtension('greeter')],
  services: [{ extension: 'greeter', token: 'greeter/Greeter@1', provider: './greeter#create' }],
};

describe('useService', () => {
  it('says that it is loading, and then gives the service', async () => {
    const services = { 'greeter/Greeter@1': (name: string) => `Hello ${name}` };
    const { container } = showExtension(Page, { index, services });
    expect(container.textContent).toBe('loading');
    await act(async () => undefined);
    expect(container.textContent).toBe('Hello Ada');
  });

  it('says what the problem is', async () => {
    const { container } = showExtension(Page);
    await act(async () => undefined);
    expect(container.textContent).toBe('LB4011');
  });

  it('asks again when the provider is upgraded, and not when anything else changes', async () => {
    const services: Record<string, unknown> = { 'greeter/Greeter@1': () => 'old' };
    const { container, kernel } = showExtension(Page, { index, services });
    await act(async () => undefined);

    await act(async () => kernel.index.update((now) => ({ ...now, revision: '2' })));
    expect(kernel.calls.filter((call) => call.startsWith('service'))).toHaveLength(1);

    services['greeter/Greeter@1'] = () => 'new';
    const extensions = [fakeExtension('acme'), fakeExtension('greeter', { version: '2.0.0' })];
    await act(async () => kernel.index.update((now) => ({ ...now, extensions })));
    expect(container.textContent).toBe('new');
  });
});
