// @vitest-environment happy-dom
import { act, cleanup, render } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { writable } from '../core/readable.ts';
import { useReadable } from './use-readable.ts';

afterEach(cleanup);

describe('useReadable', () => {
  it('gives the value and follows it', () => {
    const count = writable(1);
    const Counter = () => useReadable(count);
    const { container } = render(<Counter />);
    act(() => count.set(2));
    expect(container.textContent).toBe('2');
  });

  it('renders again only when the selection changes', () => {
    const state = writable({ name: 'a', age: 1 });
    const rendered = vi.fn();
    const Name = () => {
      rendered();
      return useReadable(state, ({ name }) => name);
    };
    const { container } = render(<Name />);
    rendered.mockClear();
    act(() => state.update((value) => ({ ...value, age: 2 })));
    expect(rendered).not.toHaveBeenCalled();
    act(() => state.update((value) => ({ ...value, name: 'b' })));
    expect(container.textContent).toBe('b');
  });

  it('takes selections that are new objects each time', () => {
    const state = writable({ items: [1, 2, 3] });
    const Odd = () => useReadable(state, ({ items }) => items.filter((item) => item % 2)).join();
    const { container } = render(<Odd />);
    act(() => state.set({ items: [5, 6] }));
    expect(container.textContent).toBe('5');
  });

  it('ends its subscription with the component', () => {
    const ended = vi.fn();
    const source = { get: () => 'x', subscribe: () => ended };
    const Text = () => useReadable(source);
    render(<Text />).unmount();
    expect(ended).toHaveBeenCalledTimes(1);
  });
});
