// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { renderInConsole } from '../host/console.testing.tsx';
import { indexOf, menuOf, routeOf } from '../navigation/navigation.testing.ts';
import { useMenus } from '../navigation/use-menus.ts';
import { PAINTED_MARK, SideNavigation } from './SideNavigation.tsx';
import { usePage } from './use-page.ts';

const index = indexOf({
  routes: [
    routeOf('a/home', 'root', ''),
    routeOf('a/pods', 'cluster', 'pods'),
    routeOf('a/jobs', 'cluster', 'jobs'),
    routeOf('a/users', 'access', 'users'),
  ],
  menus: [
    menuOf('a/home', 'global', { route: 'a/home', title: 'Home' }),
    menuOf('a/docs', 'global', { href: 'https://example.org/', title: 'Docs' }),
    menuOf('a/work', 'cluster', { title: 'Workloads' }),
    menuOf('a/pods', 'cluster.work', { route: 'a/pods', title: 'Pods' }),
    menuOf('a/jobs', 'cluster.work', { route: 'a/jobs', title: 'Jobs' }),
    menuOf('a/users', 'access', { route: 'a/users', title: 'Users' }),
  ],
});

function Navigation() {
  const page = usePage();
  const { sections, gates } = useMenus(page);
  return <SideNavigation page={page} sections={sections} gates={gates} />;
}

const show = (path = '/') =>
  renderInConsole(<Navigation />, { index, path, clusters: [{ name: 'main', displayName: 'Main cluster' }] });
const main = () => screen.getByRole('navigation', { name: 'Main' });
const link = (name: string) => within(main()).getByRole('link', { name });

describe('the side navigation', () => {
  afterEach(cleanup);

  it('is a landmark with the menus of the place, and gates to the others', () => {
    show();
    expect(link('Home').getAttribute('aria-current')).toBe('page');
    expect(link('Docs').getAttribute('target')).toBe('_blank');
    expect(link('Cluster resources').getAttribute('href')).toBe('/clusters/main/pods');
    expect(link('Access control').getAttribute('href')).toBe('/access/users');
    expect(within(main()).queryByText('Pods')).toBeNull();
    expect(performance.getEntriesByName(PAINTED_MARK)).toHaveLength(1);
  });

  it('shows the second level of the cluster in the URL', () => {
    show('/clusters/main/jobs');
    expect(within(main()).getByText('Main cluster')).toBeTruthy();
    expect(link('Jobs').getAttribute('aria-current')).toBe('page');
    expect(link('Pods').getAttribute('href')).toBe('/clusters/main/pods');
  });

  it('folds a group, and remembers that', () => {
    const { host } = show('/clusters/main/jobs');
    const group = within(main()).getByRole('button', { name: 'Workloads' });
    expect(group.getAttribute('aria-expanded')).toBe('true');
    fireEvent.click(group);
    expect(group.getAttribute('aria-expanded')).toBe('false');
    expect(within(main()).queryByRole('link', { name: 'Pods' })).toBeNull();
    expect(host.preferences.getState().openGroups).toEqual({ 'a.work': false });
  });

  it('is walked with arrows, into and out of groups', () => {
    show('/clusters/main/jobs');
    const key = (name: string) => fireEvent.keyDown(document.activeElement!, { key: name });
    link('Home').focus();
    key('ArrowDown');
    expect(document.activeElement).toBe(link('Docs'));
    key('ArrowDown');
    key('ArrowRight');
    expect(document.activeElement).toBe(link('Pods'));
    key('ArrowLeft');
    const group = within(main()).getByRole('button', { name: 'Workloads' });
    expect(document.activeElement).toBe(group);
    key('ArrowLeft');
    expect(group.getAttribute('aria-expanded')).toBe('false');
    key('End');
    expect(document.activeElement).toBe(link('Access control'));
    key('Home');
    expect(document.activeElement).toBe(link('Home'));
  });

  it('keeps names when it is collapsed to glyphs', () => {
    const { host } = show('/clusters/main/jobs');
    fireEvent.click(screen.getByRole('button', { name: 'Collapse navigation' }));
    expect(host.preferences.getState().navigationCollapsed).toBe(true);
    expect(link('Home').title).toBe('Home');
    fireEvent.click(within(main()).getByRole('button', { name: 'Workloads' }));
    expect(host.preferences.getState().navigationCollapsed).toBe(false);
    expect(link('Pods')).toBeTruthy();
  });
});
