// @vitest-environment happy-dom
import { type ComponentType, type ReactNode, useEffect, useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
// The hook of `render-storms.ts` must be there before the renderer: its import comes first.
import './render-storms.ts';
import { createRoot, type Root } from 'react-dom/client';
import { ExtensionView } from './extension-view.tsx';
import { createFakeKernel } from './fake-kernel.ts';
import { KernelProvider } from './kernel-provider.tsx';

let root: Root;
let renders = 0;

beforeEach(() => {
  renders = 0;
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});

afterEach(() => {
  root.unmount();
  vi.restoreAllMocks();
});

function show(exports: Record<string, ComponentType<never>>, beside?: ReactNode) {
  const kernel = createFakeKernel({
    exports: Object.fromEntries(Object.entries(exports).map(([name, value]) => [`${name} ./P#default`, value])),
  });
  root = createRoot(document.body.appendChild(document.createElement('div')));
  root.render(
    <KernelProvider kernel={kernel}>
      {beside}
      {Object.keys(exports).map((name) => (
        <ExtensionView key={name} extension={name} reference="./P#default" cause="test" />
      ))}
    </KernelProvider>,
  );
  return kernel;
}

const failuresOf = (kernel: ReturnType<typeof show>, name: string) =>
  kernel.mounts
    .filter((mount) => mount.extension === name)
    .flatMap((mount) => mount.failures.map(({ error }) => error));

function Endless() {
  const [, setState] = useState({});
  renders += 1;
  useEffect(() => setState({}));
  return <p>again</p>;
}

function EndlessByPromise() {
  const [count, setCount] = useState(0);
  renders += 1;
  useEffect(() => {
    Promise.resolve().then(() => setCount(count + 1));
  });
  return count;
}

describe('content that renders without end', { timeout: 30_000 }, () => {
  it.each([
    ['in an effect', Endless],
    ['by way of a promise', EndlessByPromise],
  ])('%s is stopped, and what stands beside it is not', async (_, Loop) => {
    const kernel = show({ acme: Loop, calm: () => 'calm' });
    await vi.waitFor(() => expect(failuresOf(kernel, 'acme')).toHaveLength(1), { timeout: 20_000 });
    expect(String(failuresOf(kernel, 'acme')[0])).toContain('Too many re-renders');
    expect(failuresOf(kernel, 'calm')).toEqual([]);
    expect(document.body.textContent).toContain('calm');

    const stopped = renders;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(renders).toBe(stopped);
  });

  it('is blamed where it starts, not on what it shows of others', async () => {
    const Host = () => {
      const [count, setCount] = useState(0);
      useEffect(() => setCount(count + 1));
      return <ExtensionView extension="guest" reference="./P#default" props={{ count }} cause="slot" />;
    };
    const kernel = show({ host: Host, guest: ({ count }: { count?: number }) => count ?? 'guest' });
    await vi.waitFor(() => expect(failuresOf(kernel, 'host')).toHaveLength(1), { timeout: 20_000 });
    expect(failuresOf(kernel, 'guest')).toEqual([]);
  });

  it('is no extension’s fault when it is the shell that renders', async () => {
    let going = true;
    const Busy = () => {
      const [count, setCount] = useState(0);
      useEffect(() => {
        if (going) setCount(count + 1);
      });
      return <ExtensionView extension="guest" reference="./P#default" props={{ count }} cause="slot" />;
    };
    const kernel = show({ guest: ({ count }: { count?: number }) => count ?? 0 }, <Busy />);
    await vi.waitFor(() => expect(Number.parseInt(document.body.textContent ?? '', 10)).toBeGreaterThan(2_500), {
      timeout: 20_000,
    });
    going = false;
    expect(failuresOf(kernel, 'guest')).toEqual([]);
  });
});
