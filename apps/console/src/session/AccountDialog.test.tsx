// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { renderInConsole } from '../host/console.testing.tsx';
import { indexOf } from '../navigation/navigation.testing.ts';
import { AccountDialog } from './AccountDialog.tsx';

interface Token {
  id: string;
  name: string;
  created: string;
}

describe('the dialog of one’s own account', () => {
  let tokens: Token[] = [];
  let asked: string[] = [];
  const json = (status: number, body?: unknown) =>
    new Response(body === undefined ? null : JSON.stringify(body), { status });

  beforeEach(() => {
    tokens = [{ id: '1', name: 'laptop', created: '2026-01-01T00:00:00Z' }];
    asked = [];
    vi.stubGlobal('fetch', async (path: string, { method, body }: RequestInit) => {
      asked.push(`${method} ${path}${body === undefined ? '' : ` ${String(body)}`}`);
      if (method === 'POST') {
        tokens = [...tokens, { id: '2', name: 'robot', created: '2026-01-02T00:00:00Z' }];
        return json(201, { id: '2', name: 'robot', token: 'luban_pat_secret' });
      }
      if (method === 'DELETE') {
        tokens = tokens.filter(({ id }) => !path.endsWith(id));
        return json(204);
      }
      return path.endsWith('/tokens') ? json(200, { tokens }) : json(200, { hasPassword: true });
    });
  });
  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
  });

  const open = () => renderInConsole(<AccountDialog onClose={() => undefined} />, { index: indexOf({}) });

  it('lists tokens, and shows a new one this once', async () => {
    open();
    await screen.findByText('laptop');
    fireEvent.submit(screen.getByRole('form', { name: 'Create token' }));
    expect(screen.getByText('Give it a name.')).toBeTruthy();
    fireEvent.change(screen.getByLabelText('Name', { exact: true }), { target: { value: ' robot ' } });
    fireEvent.submit(screen.getByRole('form', { name: 'Create token' }));
    await screen.findByText('luban_pat_secret');
    expect(asked).toContain('POST /api/session/tokens {"name":"robot","days":90}');
    await screen.findByText('robot', { selector: 'td, td *' });
  });

  it('deletes a token when that was confirmed', async () => {
    open();
    fireEvent.click(await screen.findByRole('button', { name: 'Delete laptop' }));
    const question = await screen.findByRole('alertdialog');
    fireEvent.click(within(question).getByRole('button', { name: 'Delete' }));
    await screen.findByText('You have no access tokens.');
    expect(asked).toContain('DELETE /api/session/tokens/1');
  });

  it('changes the password', async () => {
    open();
    fireEvent.click(await screen.findByRole('tab', { name: 'Password' }));
    for (const [label, value] of [
      ['Present password', 'what it was'],
      ['New password', 'four words of mine'],
      ['New password, again', 'four words of mine'],
    ] as const) {
      fireEvent.change(await screen.findByLabelText(label, { exact: true }), { target: { value } });
    }
    fireEvent.submit(screen.getByRole('form', { name: 'Choose a new password' }));
    await screen.findByText(/Your password is changed/);
  });
});
