// @vitest-environment happy-dom
import { cleanup } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { showExtension } from './test-support/show-extension.tsx';
import { useCommand } from './use-command.ts';

afterEach(cleanup);

describe('useCommand', () => {
  it('offers a command as long as the component is there', () => {
    const { kernel, unmount } = showExtension(() => {
      useCommand({ id: 'clear', title: 'Clear', run: () => undefined });
      return null;
    });
    expect(kernel.calls).toEqual(['register acme/clear']);
    unmount();
    expect(kernel.calls).toEqual(['register acme/clear', 'unregister acme/clear']);
  });
});
