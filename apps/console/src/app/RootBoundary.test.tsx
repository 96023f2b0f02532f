// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { RootBoundary } from './RootBoundary.tsx';

describe('the last boundary', () => {
  afterEach(() => {
    cleanup();
    vi.restoreAllMocks();
  });

  it.each([[new Error('No luck')], ['a text'], [undefined]])('leaves a way on when %s was thrown', (thrown) => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const Broken = () => {
      throw thrown;
    };
    render(
      <RootBoundary>
        <Broken />
      </RootBoundary>,
    );
    expect(screen.getByRole('button', { name: 'Reload' })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Open in safe mode' }).getAttribute('href')).toBe('/?safe');
  });
});
