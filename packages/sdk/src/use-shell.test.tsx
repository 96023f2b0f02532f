// @vitest-environment happy-dom
import { act, cleanup, render } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setShellState, shellState, shellStore } from './shell-store.ts';
import { useLocale, useShell } from './use-shell.ts';

beforeEach(() => setShellState(shellStore.getInitialState()));
afterEach(cleanup);

describe('the shell’s state', () => {
  it('is read as a whole or in part, and followed', () => {
    const rendered = vi.fn();
    const Who = () => {
      rendered();
      return useShell((shell) => shell.user.name);
    };
    const Where = () => useShell().cluster;
    const { container } = render(
      <>
        <Who /> in <Where /> {}
      </>,
    );
    act(() => setShellState({ user: { name: 'ada', displayName: 'Ada' }, cluster: 'dev' }));
    expect(container.textContent).toContain('ada in dev');
    rendered.mockClear();
    act(() => setShellState({ cluster: 'prod' }));
    expect(rendered).not.toHaveBeenCalled();
    expect(container.textContent).toContain('ada in prod');
  });

  it('may be selected into something new each time', () => {
    const Names = () => Object.keys(useShell(({ user }) => ({ ...user }))).join();
    expect(render(<Names />).container.textContent).toBe('name,displayName');
  });

  it('has a locale', () => {
    const Locale = () => useLocale();
    const { container } = render(<Locale />);
    act(() => setShellState({ locale: 'zh' }));
    expect(container.textContent).toBe('zh');
  });

  it('is the same for the kernel', () => {
    const heard = vi.fn();
    const unsubscribe = shellState.subscribe(heard);
    setShellState({ theme: 'dark' });
    expect(shellState.get()).toBe(shellStore.getState());
    expect(heard).toHaveBeenCalledTimes(1);
    unsubscribe();
  });
});
