// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { CodeBlock } from './code-block.tsx';
import { dismissToast, toasts } from './toast.ts';

afterEach(() => {
  cleanup();
  dismissToast();
  vi.restoreAllMocks();
});

it('copies the code and says so', async () => {
  const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  render(<CodeBlock code="npm start" language="shell" />);
  fireEvent.click(screen.getByRole('button', { name: 'Copy' }));
  expect(await screen.findByRole('button', { name: 'Copied' })).toBeDefined();
  expect(write).toHaveBeenCalledExactlyOnceWith('npm start');
  expect(screen.getByRole('status').textContent).toBe('Copied');
});

it('tells what to do when the clipboard is out of reach', async () => {
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('denied'));
  render(<CodeBlock code="npm start" />);
  fireEvent.click(screen.getByRole('button', { name: 'Copy' }));
  await vi.waitFor(() => expect(toasts.items()[0]?.title).toContain('by hand'));
});
