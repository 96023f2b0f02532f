// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ExtensionStatus, Transition } from '../contract.ts';
import { createFakeKernel, type FakeKernel } from '../react/fake-kernel.ts';
import { KernelProvider } from '../react/kernel-provider.tsx';
import { Inspector } from './inspector.tsx';

vi.mock('@luban/manifest/messages', () => ({
  explain: ({ code }: { code: string }) => ({ code, sentence: `About ${code}.`, cause: 'Why.', cure: 'Do this.' }),
}));

let kernel: FakeKernel;
const onClose = vi.fn();

const status = (name: string, overrides: Partial<ExtensionStatus> = {}): ExtensionStatus => ({
  name,
  version: '1.0.0',
  displayName: `The ${name}`,
  state: 'Active',
  timings: { load: 12.34, activate: 3 },
  bytes: 48_211,
  requests: 4,
  effects: { timer: 2, listener: 1 },
  mounts: 3,
  ...overrides,
});

const transition = (extension: string, to: Transition['to'], cause: string, code?: string): Transition => ({
  extension,
  version: '1.0.0',
  from: undefined,
  to,
  at: 0,
  cause,
  problem: code === undefined ? undefined : { code, params: {} },
});

beforeEach(() => {
  onClose.mockClear();
  kernel = createFakeKernel();
  kernel.statuses.set([
    status('acme'),
    status('idle', { state: 'Indexed', requests: 0, bytes: 0, effects: {}, mounts: 0, timings: {} }),
    status('broken', { state: 'Failed', problem: { code: 'LB3001', params: {} }, detail: 'Error: 404', effects: {} }),
  ]);
  kernel.transitions.set([
    transition('acme', 'Activating', 'route overview'),
    transition('acme', 'Active', 'activated'),
    transition('broken', 'Failed', 'route list', 'LB3001'),
  ]);
});

afterEach(() => {
  cleanup();
  document.body.replaceChildren();
});

function open(): HTMLElement {
  render(
    <KernelProvider kernel={kernel}>
      <Inspector onClose={onClose} />
    </KernelProvider>,
  );
  return screen.getByRole('complementary', { name: 'Inspector' });
}

const tab = (name: string) => fireEvent.click(screen.getByRole('tab', { name }));

describe('the inspector', () => {
  it('lists what is at work with its figures, and the rest on demand', () => {
    open();
    const cells = within(screen.getByText('The acme').closest('tr')!)
      .getAllByRole('cell')
      .map((cell) => cell.textContent);
    expect(cells).toEqual(['1.0.0', '● Active ', '12 ms', '3.0 ms', '48.2 kB', '4', '3', '3']);
    expect(screen.queryByText('The idle')).toBeNull();
    fireEvent.click(screen.getByRole('checkbox'));
    expect(screen.getByText('The idle')).toBeTruthy();
  });

  it('finds an extension by name, at work or not', () => {
    open();
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'IDL' } });
    expect(screen.getByText('The idle')).toBeTruthy();
    expect(screen.queryByText('The acme')).toBeNull();
  });

  it('tells one version’s history, effects and last disposal', () => {
    kernel.statuses.update((all) => [
      { ...all[0]!, released: { count: 7, swept: ['interval 250 ms'], errors: ['Error: late'] } },
    ]);
    open();
    fireEvent.click(screen.getByText('The acme'));
    const details = screen.getByRole('region', { name: 'acme 1.0.0' });
    expect([...details.querySelectorAll('ol li')].map((line) => line.textContent)).toEqual([
      expect.stringMatching(/● Active .*activated/),
      expect.stringMatching(/◐ Activating .*route overview/),
    ]);
    for (const text of ['timer', 'listener', '7 effects were released.', 'interval 250 ms', 'Error: late']) {
      expect(within(details).getByText(text)).toBeTruthy();
    }
  });

  it('explains a failure and releases from quarantine', async () => {
    kernel.quarantine = [{ extension: 'broken', version: '1.0.0', at: 0, problem: { code: 'LB3001', params: {} } }];
    open();
    await act(async () => fireEvent.click(screen.getByText('The broken')));
    const details = screen.getByRole('region', { name: 'broken 1.0.0' });
    expect(details.textContent).toContain('About LB3001.');
    expect(details.textContent).toContain('Error: 404');
    fireEvent.click(within(details).getByText('Release from quarantine'));
    expect(kernel.calls).toEqual(['release broken']);
  });

  it('follows the kernel', () => {
    open();
    act(() => kernel.statuses.set([status('fresh')]));
    expect(screen.getByText('The fresh')).toBeTruthy();
  });

  it('shows every change of state, the latest first', () => {
    open();
    tab('Timeline');
    const lines = screen.getAllByRole('listitem').map((line) => line.textContent);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('broken@1.0.0');
    expect(lines[0]).toContain('LB3001');
  });

  it('leads through the search for a faulty extension', () => {
    open();
    tab('Faults');
    fireEvent.click(screen.getByText('Start'));
    act(() => kernel.bisect.state.set({ step: 2, steps: 5, off: ['a', 'b'] }));
    expect(screen.getByText(/Step 2 of at most 5: 2 extensions are off/)).toBeTruthy();
    fireEvent.click(screen.getByText('Still broken'));
    fireEvent.click(screen.getByText('Works now'));
    act(() =>
      kernel.bisect.state.set({ step: 5, steps: 5, off: ['a'], outcome: { kind: 'culprit', extension: 'acme' } }),
    );
    expect(screen.getByText('acme')).toBeTruthy();
    fireEvent.click(screen.getByText('Stop and turn all on'));
    expect(kernel.calls).toEqual(['bisect start', 'bisect broken', 'bisect fine', 'bisect stop']);
  });

  it('lists who is on the page', () => {
    document.body.insertAdjacentHTML(
      'beforeend',
      '<main><div data-ext="acme" data-ext-version="1.0.0"><p>one</p><div data-ext="other" data-ext-version="2.0.0">x</div></div><div data-ext="acme" data-ext-version="1.0.0">two</div></main>',
    );
    open();
    tab('On this page');
    expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      expect.stringContaining('acme@1.0.0 2 places'),
      expect.stringContaining('other@2.0.0 1 place'),
    ]);
  });

  it('names the owner under the pointer, and leaves nothing behind', () => {
    document.body.insertAdjacentHTML(
      'beforeend',
      '<main><i>shell</i><div data-ext="acme" data-ext-version="1.0.0"><p>page</p><b data-ext="other" data-ext-version="2.0.0"><u>cell</u></b></div></main>',
    );
    const panel = open();
    fireEvent.click(screen.getByText('Show owners'));
    expect(document.documentElement.className).toBe('lb-inspector-owners');
    fireEvent.pointerOver(screen.getByText('page'));
    expect(screen.getByRole('status').textContent).toBe('acme 1.0.0');
    fireEvent.pointerOver(screen.getByText('cell'));
    expect(screen.getByRole('status').textContent).toBe('other 2.0.0');
    fireEvent.pointerOver(screen.getByText('shell'));
    expect(screen.queryByRole('status')).toBeNull();
    fireEvent.click(within(panel).getByText('Show owners'));
    expect(document.documentElement.className).toBe('');
  });
});

describe('the keyboard', () => {
  it('reaches every part', () => {
    open();
    fireEvent.keyDown(screen.getByRole('tab', { name: 'Extensions' }), { key: 'ArrowRight' });
    expect(document.activeElement).toBe(screen.getByRole('tab', { name: 'Timeline', selected: true }));
    fireEvent.keyDown(document.activeElement!, { key: 'End' });
    expect(document.activeElement).toBe(screen.getByRole('tab', { name: 'Faults', selected: true }));
    fireEvent.keyDown(document.activeElement!, { key: 'ArrowRight' });
    expect(document.activeElement).toBe(screen.getByRole('tab', { name: 'Extensions', selected: true }));
  });

  it('closes the panel, and the focus returns to where it was', () => {
    const button = document.body.appendChild(document.createElement('button'));
    button.focus();
    const panel = open();
    expect(document.activeElement).toBe(panel);
    fireEvent.keyDown(panel, { key: 'Escape' });
    expect(onClose).toHaveBeenCalledTimes(1);
    cleanup();
    expect(document.activeElement).toBe(button);
  });
});
