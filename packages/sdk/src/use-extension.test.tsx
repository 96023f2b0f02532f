// @vitest-environment happy-dom
import { cleanup, render } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { showExtension } from './test-support/show-extension.tsx';
import { useExtension } from './use-extension.ts';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

describe('useExtension', () => {
  it('gives the context of the extension that the component belongs to', () => {
    const { container } = showExtension(() => {
      const { name, version } = useExtension();
      return `${name} ${version}`;
    });
    expect(container.textContent).toBe('acme 1.0.0');
  });

  it('says so when there is none', () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const Stray = () => useExtension().name;
    expect(() => render(<Stray />)).toThrow('@luban/sdk');
  });
});
