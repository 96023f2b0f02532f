// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { confirm, confirmations } from './confirm.ts';
// Here already, so that no test waits for the chunk.
import './confirm-host.tsx';
import { UiProvider } from './ui-provider.tsx';

beforeEach(() => void render(<UiProvider>page</UiProvider>));
afterEach(() => {
  act(() => {
    for (const { settle } of confirmations.items()) settle(false);
  });
  cleanup();
});

function ask(options: Partial<Parameters<typeof confirm>[0]> = {}): Promise<boolean> {
  let answer = Promise.resolve(false);
  act(() => {
    answer = confirm({ title: 'Remove acme?', description: 'Its pages close.', confirmLabel: 'Remove', ...options });
  });
  return answer;
}

const button = (name: string) => screen.findByRole<HTMLButtonElement>('button', { name });

it('asks in a labelled and described dialog', async () => {
  void ask();
  const dialog = await screen.findByRole('alertdialog', { name: 'Remove acme?' });
  const description = document.getElementById(dialog.getAttribute('aria-describedby') ?? '');
  expect(description?.textContent).toBe('Its pages close.');
});

it('answers true once the work is done, and is busy meanwhile', async () => {
  const work = Promise.withResolvers<void>();
  const answer = ask({ onConfirm: () => work.promise });
  fireEvent.click(await button('Remove'));
  await waitFor(async () => expect((await button('Remove')).getAttribute('aria-busy')).toBe('true'));
  expect((await button('Cancel')).disabled).toBe(true);
  await act(async () => work.resolve());
  await expect(answer).resolves.toBe(true);
  expect(screen.queryByRole('alertdialog')).toBeNull();
});

it('answers false on cancel and on Escape', async () => {
  const cancelled = ask();
  fireEvent.click(await button('Cancel'));
  await expect(cancelled).resolves.toBe(false);
  const escaped = ask();
  fireEvent.keyDown(await screen.findByRole('alertdialog'), { key: 'Escape' });
  await expect(escaped).resolves.toBe(false);
});

it('stays open and shows why the work failed, and can be tried again', async () => {
  const onConfirm = vi
    .fn()
    .mockRejectedValueOnce(new Error('The server answered 503'))
    .mockResolvedValueOnce(undefined);
  const answer = ask({ onConfirm });
  fireEvent.click(await button('Remove'));
  expect((await screen.findByText('The server answered 503')).closest('[role="alert"]')).not.toBeNull();
  fireEvent.click(await button('Remove'));
  await expect(answer).resolves.toBe(true);
});

it('waits until the text was typed', async () => {
  const onConfirm = vi.fn();
  void ask({ typeToConfirm: 'acme', onConfirm });
  expect((await button('Remove')).disabled).toBe(true);
  fireEvent.change(screen.getByRole('textbox', { name: 'Type acme to confirm' }), { target: { value: 'acme' } });
  expect((await button('Remove')).disabled).toBe(false);
});

it('asks one question after the other', async () => {
  const first = ask({ title: 'First?' });
  const second = ask({ title: 'Second?' });
  await screen.findByRole('alertdialog', { name: 'First?' });
  fireEvent.click(await button('Cancel'));
  await expect(first).resolves.toBe(false);
  await screen.findByRole('alertdialog', { name: 'Second?' });
  fireEvent.click(await button('Remove'));
  await expect(second).resolves.toBe(true);
});
