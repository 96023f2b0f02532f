// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ExtensionCell } from './extension-cell.tsx';
import { createFakeKernel, type FakeKernel } from './fake-kernel.ts';
import { KernelProvider } from './kernel-provider.tsx';
import { useKeptMounts } from './use-kept-mounts.ts';

const KEY = 'acme ./Cell#default';

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function Column({ kernel, rows }: { kernel: FakeKernel; rows: number[] }) {
  return (
    <KernelProvider kernel={kernel}>
      {rows.map((row) => (
        <p key={row}>
          <ExtensionCell extension="acme" reference="./Cell#default" props={{ row }} cause="column size" />
        </p>
      ))}
    </KernelProvider>
  );
}

const open = (kernel: FakeKernel) => kernel.mounts.filter((mount) => !mount.closed);
const rows = (count: number) => Array.from({ length: count }, (_, row) => row);

describe('cells of a column', () => {
  it('share one mount, whatever their number', () => {
    const kernel = createFakeKernel({ exports: { [KEY]: ({ row }: { row: number }) => `row ${row}` } });
    const { container, unmount } = render(<Column kernel={kernel} rows={rows(300)} />);
    expect(container.querySelectorAll('[data-ext=acme]')).toHaveLength(300);
    expect(container.textContent).toContain('row 299');
    expect(kernel.mounts).toHaveLength(1);
    unmount();
  });

  it('close it after the last of them, and keep it when all rows are replaced', async () => {
    const kernel = createFakeKernel({ exports: { [KEY]: ({ row }: { row: number }) => `row ${row}` } });
    const { container, rerender, unmount } = render(<Column kernel={kernel} rows={[1, 2]} />);
    await act(async () => rerender(<Column kernel={kernel} rows={[3, 4]} />));
    expect(container.textContent).toBe('row 3row 4');
    expect(kernel.mounts).toHaveLength(1);
    await act(async () => unmount());
    expect(open(kernel)).toHaveLength(0);
  });

  it('open a new one when they come back', async () => {
    const kernel = createFakeKernel({ exports: { [KEY]: () => 'cell' } });
    const first = render(<Column kernel={kernel} rows={[1]} />);
    await act(async () => first.unmount());
    const second = render(<Column kernel={kernel} rows={[1]} />);
    expect(second.container.textContent).toBe('cell');
    expect(kernel.mounts.map((mount) => mount.closed)).toEqual([true, false]);
  });

  it('find their mount open where it is kept for them', async () => {
    const kernel = createFakeKernel({ exports: { [KEY]: () => 'cell' } });
    const items = [{ extension: 'acme', id: 'size', component: './Cell#default' }];
    const Table = ({ rows }: { rows: number[] }) => {
      useKeptMounts(items, 'column');
      return <Column kernel={kernel} rows={rows} />;
    };
    const table = (shown: number[]) => (
      <KernelProvider kernel={kernel}>
        <Table rows={shown} />
      </KernelProvider>
    );
    const { container, rerender, unmount } = render(table([]));
    expect(open(kernel).map((mount) => mount.cause)).toEqual(['column size']);
    rerender(table([1]));
    await act(async () => rerender(table([])));
    await act(async () => rerender(table([2])));
    expect(container.textContent).toBe('cell');
    expect(kernel.mounts).toHaveLength(1);
    await act(async () => unmount());
    expect(open(kernel)).toHaveLength(0);
  });

  it('render again only when a member of their props is another', () => {
    const rendered = vi.fn();
    const Cell = ({ row }: { row: number }) => {
      rendered(row);
      return null;
    };
    const kernel = createFakeKernel({ exports: { [KEY]: Cell } });
    const { rerender } = render(<Column kernel={kernel} rows={[1, 2]} />);
    rendered.mockClear();
    rerender(<Column kernel={kernel} rows={[1, 2, 3]} />);
    expect(rendered.mock.calls).toEqual([[3]]);
  });

  it('follow an upgrade together', () => {
    const kernel = createFakeKernel({ exports: { [KEY]: () => 'old' } });
    const { container } = render(<Column kernel={kernel} rows={[1, 2]} />);
    act(() => kernel.mounts[0]!.ready({ value: () => 'new', version: '2.0.0' }));
    expect(container.textContent).toBe('newnew');
  });

  it('vanish with their extension', () => {
    const kernel = createFakeKernel({ exports: { [KEY]: () => 'cell' } });
    const { container } = render(<Column kernel={kernel} rows={[1, 2]} />);
    act(() => kernel.mounts[0]!.snapshot.set({ phase: 'gone', reason: 'disabled' }));
    expect(container.textContent).toBe('');
  });
});

describe('a cell that fails', () => {
  const exportThatFailsFor =
    (bad: Set<number>) =>
    ({ row }: { row: number }) => {
      if (bad.has(row)) throw new Error(`row ${row}`);
      return `row ${row} `;
    };

  it('leaves the others alone and is retried alone', () => {
    const bad = new Set([2]);
    const kernel = createFakeKernel({ exports: { [KEY]: exportThatFailsFor(bad) } });
    const { container } = render(<Column kernel={kernel} rows={[1, 2, 3]} />);
    expect(container.textContent).toContain('row 1');
    expect(container.textContent).toContain('row 3');
    expect(screen.getAllByText('LB4004')).toHaveLength(1);
    expect(open(kernel).map((mount) => mount.failures.length)).toEqual([0, 1]);

    bad.clear();
    fireEvent.click(screen.getByText('Try again'));
    expect(container.textContent).toBe('row 1 row 2 row 3 ');
  });

  it('is one too many when it is the fourth: then the export is at fault', () => {
    const bad = new Set([1, 2, 3, 4, 5]);
    const kernel = createFakeKernel({ exports: { [KEY]: exportThatFailsFor(bad) } });
    render(<Column kernel={kernel} rows={[1, 2, 3, 4, 5, 6]} />);
    expect(screen.getAllByText('LB4004')).toHaveLength(6);
    expect(kernel.mounts[0]!.failures.length).toBeGreaterThan(0);
    expect(open(kernel)).toHaveLength(1);
  });
});
