// @vitest-environment happy-dom
import type { IndexSlot } from '@luban/manifest';
import { act, cleanup, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { createFakeKernel, type FakeKernel } from './fake-kernel.ts';
import { KernelProvider } from './kernel-provider.tsx';
import { SlotView } from './slot-view.tsx';

afterEach(cleanup);

const contribution = (extension: string, id: string, when?: string): IndexSlot => ({
  extension,
  id,
  slot: 'home.cards',
  title: `Title of ${id}`,
  component: `./${id}#default`,
  when,
});

const card =
  (text: string) =>
  ({ to }: { to?: string }) =>
    `[${text}${to ? ` ${to}` : ''}]`;

function kernelWith(slots: IndexSlot[], multiple = true): FakeKernel {
  return createFakeKernel({
    index: { slots, slotDefinitions: [{ extension: 'core', id: 'home.cards', multiple }] },
    exports: Object.fromEntries(slots.map((slot) => [`${slot.extension} ${slot.component}`, card(slot.id)])),
  });
}

function show(kernel: FakeKernel, slot: ReactNode) {
  return render(slot, { wrapper: ({ children }) => <KernelProvider kernel={kernel}>{children}</KernelProvider> })
    .container;
}

describe('a slot', () => {
  it('shows what is contributed in the order of the index, each with its owner', () => {
    const kernel = kernelWith([contribution('b', 'one'), contribution('a', 'two')]);
    const container = show(kernel, <SlotView slot="home.cards" props={{ to: 'Ada' }} />);
    expect(container.textContent).toBe('[one Ada][two Ada]');
    expect([...container.querySelectorAll<HTMLElement>('[data-ext]')].map((each) => each.dataset.ext)).toEqual([
      'b',
      'a',
    ]);
  });

  it('shows the fallback when nobody contributes', () => {
    expect(show(kernelWith([]), <SlotView slot="home.cards" fallback="nothing yet" />).textContent).toBe('nothing yet');
  });

  it('follows the context that conditions name', () => {
    const kernel = kernelWith([contribution('a', 'always'), contribution('a', 'dev', 'dev')]);
    const container = show(kernel, <SlotView slot="home.cards" />);
    expect(container.textContent).toBe('[always]');
    act(() => kernel.shell.state.update((state) => ({ ...state, cluster: 'dev' })));
    expect(container.textContent).toBe('[always][dev]');
  });

  it('follows the index, and keeps what stays as it is', () => {
    const kernel = kernelWith([contribution('a', 'one'), contribution('b', 'two')]);
    const container = show(kernel, <SlotView slot="home.cards" />);
    act(() => kernel.index.update((index) => ({ ...index, slots: index.slots.slice(1) })));
    expect(container.textContent).toBe('[two]');
    expect(kernel.mounts.map(({ extension, closed }) => [extension, closed])).toEqual([
      ['a', true],
      ['b', false],
    ]);
  });

  it('takes the first alone when its definition says so', () => {
    const kernel = kernelWith([contribution('a', 'one'), contribution('b', 'two')], false);
    expect(show(kernel, <SlotView slot="home.cards" />).textContent).toBe('[one]');
  });

  it('lets its host put something around each', () => {
    const kernel = kernelWith([contribution('a', 'one')]);
    const container = show(
      kernel,
      <SlotView slot="home.cards" render={(item, view) => <section aria-label={item.title}>{view}</section>} />,
    );
    expect(container.querySelector('[aria-label="Title of one"]')?.textContent).toBe('[one]');
  });
});
