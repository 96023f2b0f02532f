// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SignInSteps } from './SignInPage.tsx';

const providers = [{ name: 'sso', displayName: 'Single sign-on', url: '/oauth/login/sso' }];
const fill = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label, { exact: true }), { target: { value } });
/** Answers requests in turn, and collects them. */
function answers(...bodies: [number, unknown][]) {
  const asked: { call: string; body: unknown }[] = [];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    asked.push({ call: `${init.method} ${path}`, body: JSON.parse(String(init.body)) });
    const [status, body] = bodies.shift()!;
    return new Response(JSON.stringify(body), { status });
  });
  return asked;
}
function leave() {
  const assign = vi.fn();
  vi.stubGlobal('location', {
    ...window.location,
    search: '?next=%2Fclusters',
    origin: window.location.origin,
    assign,
  });
  return assign;
}

describe('the sign-in page', () => {
  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
  });

  it('has a link for each provider, which leads on to where the person wanted to be', () => {
    leave();
    render(<SignInSteps facts={{ providers }} />);
    const link = screen.getByRole('link', { name: 'Sign in with Single sign-on' });
    expect(link.getAttribute('href')).toBe('/oauth/login/sso?next=%2Fclusters');
    expect(screen.getByRole('button', { name: 'Sign in' })).toBeTruthy();
  });

  it('tells what a provider did wrong', () => {
    const problem = { code: 'LB5210', message: 'It does not answer.', cure: 'Try again later.' };
    render(<SignInSteps facts={{ providers, problem }} />);
    expect(screen.getByRole('alert').textContent).toBe('It does not answer. (LB5210)Try again later.');
  });

  it('has a new password chosen when the one that was typed was made by a machine', async () => {
    const assign = leave();
    const asked = answers([200, { user: { name: 'admin' }, mustChangePassword: true }], [200, {}]);
    render(<SignInSteps facts={{ providers }} />);
    fill('Username', 'admin');
    fill('Password', 'made-by-a-machine');
    fireEvent.submit(screen.getByRole('form'));
    await screen.findByRole('form', { name: 'Choose a new password' });
    expect(screen.queryByLabelText('Present password', { exact: true })).toBeNull();
    fill('New password', 'short');
    fill('New password, again', 'other');
    fireEvent.submit(screen.getByRole('form'));
    expect(screen.getByText('It needs at least 10 characters.')).toBeTruthy();
    expect(screen.getByText('The two are not the same.')).toBeTruthy();
    expect(asked).toHaveLength(1);
    fill('New password', 'four words of mine');
    fill('New password, again', 'four words of mine');
    fireEvent.submit(screen.getByRole('form'));
    await vi.waitFor(() => expect(assign).toHaveBeenCalledWith('/clusters'));
    expect(asked[1]).toEqual({
      call: 'PUT /api/session/password',
      body: { oldPassword: 'made-by-a-machine', newPassword: 'four words of mine' },
    });
  });

  it('asks for the present password when the page was loaded anew', async () => {
    render(<SignInSteps facts={{ providers, mustChangePassword: { user: 'admin' } }} />);
    await screen.findByLabelText('Present password', { exact: true });
    expect(screen.queryByLabelText('Username', { exact: true })).toBeNull();
  });

  it('has a newcomer choose a name, and says when it is taken', async () => {
    const assign = leave();
    const taken = { error: { code: 'LB5218', message: 'The name ada cannot be had.' } };
    const asked = answers([409, taken], [201, { redirect: '/oauth/login/sso?next=%2F' }]);
    const newcomer = { suggested: 'ada', displayName: 'Ada Lovelace', provider: 'Single sign-on' };
    render(<SignInSteps facts={{ providers, newcomer }} />);
    const form = await screen.findByRole('form', { name: 'Choose a name' });
    expect(form.textContent).toContain('Single sign-on knows you as Ada Lovelace');
    fireEvent.submit(form);
    expect((await screen.findByRole('alert')).textContent).toContain('LB5218');
    fill('Username', 'lovelace');
    fireEvent.submit(form);
    await vi.waitFor(() => expect(assign).toHaveBeenCalledWith('/oauth/login/sso?next=%2F'));
    expect(asked.map(({ body }) => body)).toEqual([{ name: 'ada' }, { name: 'lovelace' }]);
  });
});
