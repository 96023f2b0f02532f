// @vitest-environment happy-dom
import type { IndexExtension } from '@luban/manifest';
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { usePage } from '../frame/use-page.ts';
import { renderInConsole } from '../host/console.testing.tsx';
import { indexOf, menuOf, routeOf } from '../navigation/navigation.testing.ts';
import { Content } from './Content.tsx';

const Page = () => <Content page={usePage()} />;
const extension = (more: Partial<IndexExtension>): IndexExtension => ({
  name: 'acme',
  version: '1.0.0',
  displayName: 'Acme',
  base: '/ext/acme/1.0.0/',
  framework: 'react',
  state: 'indexed',
  requires: [],
  eager: false,
  origin: 'installed',
  ...more,
});
const answerExtensions = (...extensions: object[]) => {
  const fetcher = vi.fn(async (_path: string, _init?: RequestInit) => new Response(JSON.stringify({ extensions })));
  vi.stubGlobal('fetch', fetcher);
  return fetcher;
};

describe('the content', () => {
  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
  });

  it('names the disabled extensions that may have had a page, the likeliest first, and enables them', async () => {
    const fetcher = answerExtensions(
      { name: 'alpha', displayName: 'Alpha', version: '1.0.0', state: 'Disabled' },
      { name: 'tracing', displayName: 'Tracing', version: '1.0.0', state: 'Disabled' },
      { name: 'notes', displayName: 'Notes', version: '1.0.0', state: 'Available' },
    );
    renderInConsole(<Page />, { index: indexOf({}), path: '/clusters/main/tracing' });
    expect(screen.getByRole('heading', { name: 'This page is not available' })).toBeTruthy();
    const names = (await screen.findAllByRole('listitem')).map((item) => item.textContent);
    expect(names).toEqual(['TracingEnable', 'AlphaEnable']);
    fireEvent.click(screen.getAllByRole('button', { name: 'Enable' })[0]!);
    expect(fetcher.mock.calls.at(-1)?.[0]).toBe('/api/extensions/tracing/enable');
  });

  it('names extensions that could not be used at all', async () => {
    answerExtensions();
    const skipped = [{ extension: 'broken', problem: { code: 'LB1003', params: {} } }];
    const { host } = renderInConsole(<Page />, { index: indexOf({ skipped }), path: '/nowhere' });
    fireEvent.click(screen.getByRole('button', { name: 'See what was left out' }));
    expect(screen.getByText(/broken/)).toBeTruthy();
    expect(host.overlays.store.getState().open).toEqual({ kind: 'findings' });
  });

  it('lists everything that is installed where no extension brings a home page', () => {
    const index = indexOf({
      routes: [routeOf('acme/notes', 'root', 'notes'), routeOf('acme/users', 'access', 'users')],
      menus: [
        menuOf('acme/notes', 'global', { route: 'acme/notes', title: 'Notes' }),
        menuOf('acme/users', 'access', { route: 'acme/users', title: 'Users' }),
      ],
    });
    renderInConsole(<Page />, { index });
    expect(screen.getByRole('heading', { level: 1, name: 'Home' })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Users' }).getAttribute('href')).toBe('/access/users');
  });

  it("keeps the page of an extension that does not fit, with the problem's number in its place", async () => {
    const problem = { code: 'LB2006', params: {}, extension: 'acme', version: '1.0.0' };
    const index = indexOf({
      extensions: [extension({ state: 'incompatible', problem })],
      routes: [routeOf('acme/notes', 'root', 'notes')],
    });
    renderInConsole(<Page />, { index, path: '/notes' });
    expect(await screen.findByRole('alert', { name: 'LB2006' })).toBeTruthy();
  });
});
