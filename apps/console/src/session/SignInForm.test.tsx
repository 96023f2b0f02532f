// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SignInForm } from './SignInForm.tsx';

const answer = (status: number, body: unknown) =>
  vi.fn(async (_path: string, _init: RequestInit) => new Response(JSON.stringify(body), { status }));
const fill = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label, { exact: true }), { target: { value } });
const submit = () => fireEvent.submit(screen.getByRole('form'));

describe('the sign-in form', () => {
  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
  });

  it('signs in with what was typed', async () => {
    const fetcher = answer(200, { user: { name: 'admin' } });
    vi.stubGlobal('fetch', fetcher);
    const onSuccess = vi.fn();
    render(<SignInForm onSuccess={onSuccess} />);
    fill('Username', ' admin ');
    fill('Password', ' secret ');
    submit();
    await vi.waitFor(() => expect(onSuccess).toHaveBeenCalledTimes(1));
    const [path, init] = fetcher.mock.calls[0]!;
    expect([path, init.method, JSON.parse(String(init.body))]).toEqual([
      '/api/session',
      'POST',
      { username: 'admin', password: ' secret ' },
    ]);
  });

  it('shows the number, and keeps the name, when the server refuses', async () => {
    vi.stubGlobal('fetch', answer(401, { error: { code: 'LB5001', message: 'Wrong.', cure: 'Check both.' } }));
    const onSuccess = vi.fn();
    render(<SignInForm onSuccess={onSuccess} />);
    fill('Username', 'admin');
    fill('Password', 'guess');
    submit();
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('LB5001');
    expect(alert.textContent).toContain('Check both.');
    expect(screen.getByLabelText<HTMLInputElement>('Username').value).toBe('admin');
    expect(document.activeElement).toBe(screen.getByLabelText('Password', { exact: true }));
    expect(onSuccess).not.toHaveBeenCalled();
  });

  it('says so when no server answers', async () => {
    vi.stubGlobal('fetch', vi.fn().mockRejectedValue(new TypeError('Failed to fetch')));
    render(<SignInForm onSuccess={() => undefined} />);
    fill('Username', 'admin');
    fill('Password', 'x');
    submit();
    expect((await screen.findByRole('alert')).textContent).toContain('cannot be reached');
  });

  it('asks for what is missing, at the field, before it asks the server', () => {
    const fetcher = answer(200, {});
    vi.stubGlobal('fetch', fetcher);
    render(<SignInForm onSuccess={() => undefined} />);
    fill('Username', 'admin');
    submit();
    expect(screen.getByText('Enter your password.')).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByLabelText('Password', { exact: true }));
    expect(fetcher).not.toHaveBeenCalled();
  });

  it('warns of Caps Lock', () => {
    render(<SignInForm onSuccess={() => undefined} />);
    const password = screen.getByLabelText('Password', { exact: true });
    const press = new KeyboardEvent('keydown', { key: 'A', bubbles: true });
    Object.assign(press, { getModifierState: (modifier: string) => modifier === 'CapsLock' });
    fireEvent(password, press);
    expect(screen.getByText('Caps Lock is on.')).toBeTruthy();
    fireEvent.blur(password);
    expect(screen.queryByText('Caps Lock is on.')).toBeNull();
  });
});
