// @vitest-environment happy-dom
import { cleanup, render } from '@testing-library/react';
import { useEffect } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ExtensionRegion } from './extension-region.tsx';
import { ExtensionView } from './extension-view.tsx';
import { createFakeKernel } from './fake-kernel.ts';
import { KernelProvider } from './kernel-provider.tsx';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

describe('a region', () => {
  it('survives an effect that throws while its view is removed', () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const Rude = () => {
      useEffect(
        () => () => {
          throw new Error('while leaving');
        },
        [],
      );
      return 'rude';
    };
    const kernel = createFakeKernel({ exports: { 'acme ./Rude#default': Rude, 'other ./Page#default': () => 'next' } });
    const page = (extension: string, reference: string) => (
      <KernelProvider kernel={kernel}>
        <h1>shell</h1>
        <ExtensionRegion>
          <ExtensionView key={extension} extension={extension} reference={reference} cause="route" />
        </ExtensionRegion>
      </KernelProvider>
    );
    const { container, rerender } = render(page('acme', './Rude#default'));
    const heading = container.querySelector('h1');
    rerender(page('other', './Page#default'));
    expect(container.textContent).toBe('shellnext');
    expect(container.querySelector('h1')).toBe(heading);
  });
});
