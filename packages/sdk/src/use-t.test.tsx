// @vitest-environment happy-dom
import { act, cleanup } from '@testing-library/react';
import { memo } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { setShellState } from './shell-store.ts';
import { showExtension } from './test-support/show-extension.tsx';
import { type Translate, useT } from './use-t.ts';

afterEach(() => {
  cleanup();
  setShellState({ locale: 'en' });
});

describe('useT', () => {
  it('gives texts with their values', () => {
    const { container } = showExtension(() => useT()('greeting', { name: 'Ada' }));
    expect(container.textContent).toBe('en:greeting{"name":"Ada"}');
  });

  it('reaches memoised parts after a change of the locale', () => {
    const Part = memo(({ t }: { t: Translate }) => t('title'));
    const { container, kernel } = showExtension(() => <Part t={useT()} />);
    act(() => {
      kernel.shell.state.update((state) => ({ ...state, locale: 'zh' }));
      setShellState({ locale: 'zh' });
    });
    expect(container.textContent).toBe('zh:title');
  });
});
