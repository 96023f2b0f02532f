// @vitest-environment happy-dom
import type { ExtensionContext, ParcelLifecycles, ParcelProps } from '@luban/kernel';
import { describe, expect, it, vi } from 'vitest';
import { defineMount } from './define-mount.ts';

const context = { name: 'acme' } as ExtensionContext;

function propsOf(domElement: HTMLElement, own: Record<string, unknown>): ParcelProps {
  return {
    domElement,
    name: 'acme',
    context,
    markDirty: () => ({ [Symbol.dispose]: () => undefined }),
    handOver: () => ({ [Symbol.dispose]: () => undefined }),
    handedOver: { text: 'kept' },
    singleSpa: {},
    mountParcel: () => undefined,
    unmountSelf: () => undefined,
    ...own,
  };
}

const run = (step: ParcelLifecycles['mount'] | undefined, props: ParcelProps) =>
  typeof step === 'function' ? step(props) : undefined;

describe('defineMount', () => {
  it('mounts, updates and unmounts with the own props alone', async () => {
    const seen: unknown[] = [];
    const lifecycles = defineMount<{ count: number }, Text>({
      mount(element, props, given, place) {
        seen.push(props, given, place.handedOver);
        const text = document.createTextNode(String(props.count));
        element.append(text);
        return text;
      },
      update(text, { count }) {
        text.data = String(count);
      },
    });
    const element = document.createElement('div');
    await run(lifecycles.mount, propsOf(element, { count: 1 }));
    expect(seen).toEqual([{ count: 1 }, context, { text: 'kept' }]);
    await run(lifecycles.update, propsOf(element, { count: 2 }));
    expect(element.textContent).toBe('2');
    await run(lifecycles.unmount, propsOf(element, {}));
    expect(element.childNodes).toHaveLength(0);
  });

  it('keeps several places apart', async () => {
    const unmount = vi.fn();
    const lifecycles = defineMount<{ id: string }, string>({ mount: (_, { id }) => id, unmount });
    const [a, b] = [document.createElement('div'), document.createElement('div')];
    await run(lifecycles.mount, propsOf(a, { id: 'a' }));
    await run(lifecycles.mount, propsOf(b, { id: 'b' }));
    await run(lifecycles.unmount, propsOf(a, {}));
    expect(unmount.mock.calls).toEqual([['a', a]]);
  });

  it('unmounts nothing whose mount failed', async () => {
    const unmount = vi.fn();
    const lifecycles = defineMount({ mount: () => Promise.reject(new Error('no')), unmount });
    const element = document.createElement('div');
    await expect(run(lifecycles.mount, propsOf(element, {}))).rejects.toThrow('no');
    await run(lifecycles.unmount, propsOf(element, {}));
    expect(unmount).not.toHaveBeenCalled();
  });
});
