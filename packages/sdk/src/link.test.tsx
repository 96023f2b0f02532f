// @vitest-environment happy-dom
import type { IndexRoute } from '@luban/manifest';
import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Link } from './link.tsx';
import { routeTo } from './route-target.ts';
import { setShellState, shellStore } from './shell-store.ts';
import { showExtension } from './test-support/show-extension.tsx';

beforeEach(() => {
  vi.useFakeTimers();
  setShellState({ ...shellStore.getInitialState(), cluster: 'dev' });
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const route = (extension: string, id: string, overrides: Partial<IndexRoute> = {}): IndexRoute => ({
  extension,
  id,
  mount: 'root',
  path: id,
  title: id,
  skeleton: 'page',
  prefetch: 'intent',
  component: `./${id}#default`,
  ...overrides,
});

const routes = [
  route('acme', 'list'),
  route('acme', 'pod', { mount: 'cluster', path: 'pods/:pod' }),
  route('other', 'heavy', { prefetch: 'none' }),
];

const href = (text: string) => screen.getByText(text).getAttribute('href');

describe('a link', () => {
  it('leads to own pages, other extensions’ pages and URLs', () => {
    showExtension(
      () => (
        <>
          <Link to={routeTo('list', {}, { search: { tab: 'a b' }, hash: 'top' })}>own</Link>
          <Link to={routeTo('other/heavy')}>other</Link>
          <Link to="/plain">plain</Link>
        </>
      ),
      { index: { routes } },
    );
    expect(href('own')).toBe('/list?tab=a+b#top');
    expect(href('other')).toBe('/heavy');
    expect(href('plain')).toBe('/plain');
  });

  it('takes the current cluster unless told otherwise, and encodes what it is given', () => {
    showExtension(
      () => (
        <>
          <Link to={routeTo('pod', { pod: 'a/b' })}>here</Link>
          <Link to={routeTo('pod', { pod: 'web-0', cluster: 'prod' })}>there</Link>
        </>
      ),
      { index: { routes } },
    );
    expect(href('here')).toBe('/clusters/dev/pods/a%2Fb');
    expect(href('there')).toBe('/clusters/prod/pods/web-0');
  });

  it('is plain text when nobody provides the page or something is missing for it', () => {
    showExtension(
      () => (
        <>
          <Link to={routeTo('nobody/page')}>absent</Link>
          <Link to={routeTo('pod')}>incomplete</Link>
        </>
      ),
      { index: { routes } },
    );
    expect(screen.queryAllByRole('link')).toEqual([]);
    expect(screen.getByText('absent')).toBeTruthy();
  });

  it('opens the page without a reload', () => {
    const { url } = showExtension(() => <Link to={routeTo('list')}>go</Link>, { index: { routes } });
    fireEvent.click(screen.getByText('go'));
    expect(url()).toBe('/list');
  });

  it('fetches the page ahead once the pointer or the focus rests on it', () => {
    const { kernel } = showExtension(() => <Link to={routeTo('list')}>go</Link>, { index: { routes } });
    fireEvent.pointerEnter(screen.getByText('go'));
    act(() => vi.advanceTimersByTime(99));
    fireEvent.pointerLeave(screen.getByText('go'));
    act(() => vi.advanceTimersByTime(1000));
    expect(kernel.calls).toEqual([]);

    fireEvent.focus(screen.getByText('go'));
    act(() => vi.advanceTimersByTime(100));
    expect(kernel.calls).toEqual(['prefetch acme ./list#default']);
  });

  it('fetches nothing ahead when the route does not want it, or when it is gone', () => {
    const { kernel, unmount } = showExtension(
      () => (
        <>
          <Link to={routeTo('other/heavy')}>heavy</Link>
          <Link to={routeTo('list')}>go</Link>
        </>
      ),
      { index: { routes } },
    );
    fireEvent.pointerEnter(screen.getByText('heavy'));
    fireEvent.pointerEnter(screen.getByText('go'));
    unmount();
    vi.advanceTimersByTime(1000);
    expect(kernel.calls).toEqual([]);
  });
});
