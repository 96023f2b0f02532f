// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ExtensionContext, ParcelLifecycles, ParcelProps } from '../contract.ts';
import { createParcels, type Parcels } from './parcels.ts';

let parcels: Parcels;
const element = () => document.body.appendChild(document.createElement('div'));
function propsOf(domElement: HTMLElement): ParcelProps {
  const context = { name: 'acme', version: '1.0.0' } as ExtensionContext;
  const nothing = { [Symbol.dispose]: () => {} };
  return { domElement, name: 'acme', context, markDirty: () => nothing, handOver: () => nothing, handedOver: {} };
}
const hello: ParcelLifecycles = {
  mount: async ({ domElement }) => void (domElement as HTMLElement).append('hello'),
  unmount: async ({ domElement }) => (domElement as HTMLElement).replaceChildren(),
};

describe('createParcels', () => {
  afterEach(async () => {
    await parcels.dispose();
    document.body.replaceChildren();
  });

  it('mounts, updates and unmounts', async () => {
    parcels = createParcels(document, { parcel: 30_000 });
    const domElement = element();
    const update = vi.fn(async (_props: ParcelProps) => {});
    const parcel = parcels.mount({ ...hello, update }, propsOf(domElement));
    await parcel.mounted;
    expect(domElement.textContent).toBe('hello');
    await parcel.update({ n: 2 });
    expect(update.mock.calls[0]![0]).toMatchObject({ n: 2, name: 'acme' });
    await parcel.unmount();
    expect(domElement.textContent).toBe('');
  });

  it('updates one after the other, and unmounts after the last one', async () => {
    parcels = createParcels(document, { parcel: 30_000 });
    const domElement = element();
    const steps: string[] = [];
    const update = async ({ n }: ParcelProps) => {
      steps.push(`begin ${n}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      steps.push(`end ${n}`);
    };
    const parcel = parcels.mount({ ...hello, update }, propsOf(domElement));
    await parcel.mounted;
    const first = parcel.update({ n: 1 });
    await Promise.all([first, parcel.update({ n: 2 })]);
    expect(steps).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2']);
    const last = parcel.update({ n: 3 });
    await new Promise((resolve) => setTimeout(resolve));
    await Promise.all([last, parcel.unmount()]);
    expect(steps.at(-1)).toBe('end 3');
    expect(domElement.textContent).toBe('');
  });

  it('always names a parcel after its extension, because adapters keep instances by name', async () => {
    parcels = createParcels(document, { parcel: 30_000 });
    const names: unknown[] = [];
    const lifecycles = { ...hello, mount: async (props: ParcelProps) => void names.push(props.name) };
    for (const _ of [1, 2]) await parcels.mount(lifecycles, propsOf(element())).mounted;
    expect(names).toEqual(['acme', 'acme']);
  });

  it('unmounts what is not mounted yet as soon as it is', async () => {
    parcels = createParcels(document, { parcel: 30_000 });
    const domElement = element();
    const parcel = parcels.mount(hello, propsOf(domElement));
    await parcel.unmount();
    await parcel.mounted;
    expect(domElement.textContent).toBe('');
  });

  it('gives a parcel that fails and one that hangs their numbers', async () => {
    parcels = createParcels(document, { parcel: 50 });
    const failing = { ...hello, mount: () => Promise.reject(new Error('boom')) };
    await expect(parcels.mount(failing, propsOf(element())).mounted).rejects.toMatchObject({
      problem: { code: 'LB4007', extension: 'acme' },
    });
    const hanging = parcels.mount({ ...hello, mount: () => new Promise(() => {}) }, propsOf(element()));
    await expect(hanging.mounted).rejects.toMatchObject({ problem: { code: 'LB4023' } });
    await hanging.unmount();
  });

  it('tells when all parcels of an extension have left', async () => {
    parcels = createParcels(document, { parcel: 30_000 });
    const { promise, resolve: finish } = Promise.withResolvers<void>();
    const slow = { ...hello, unmount: () => promise };
    const parcel = parcels.mount(slow, propsOf(element()));
    await parcel.mounted;
    const leaving = parcel.unmount();
    const settled = vi.fn();
    const waiting = parcels.settled('acme').then(settled);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(settled).not.toHaveBeenCalled();
    finish();
    await Promise.all([leaving, waiting]);
  });
});
