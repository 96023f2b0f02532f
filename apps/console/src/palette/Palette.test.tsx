// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { renderInConsole } from '../host/console.testing.tsx';
import { indexOf, routeOf } from '../navigation/navigation.testing.ts';
import { Palette } from './Palette.tsx';

const index = indexOf({
  extensions: [
    {
      name: 'acme',
      version: '1.2.0',
      displayName: 'Acme',
      base: '/ext/acme/1.2.0/',
      framework: 'react',
      state: 'indexed',
      requires: [],
      eager: false,
      origin: 'installed',
    },
  ],
  routes: [
    { ...routeOf('acme/pods', 'cluster', 'pods'), title: 'Pods' },
    { ...routeOf('acme/notes', 'root', 'notes'), title: 'Notes' },
    { ...routeOf('acme/pod', 'cluster', 'pods/:name'), title: 'One pod' },
    { ...routeOf('acme/notes-before', 'root', 'old-notes'), title: 'Notes' },
  ],
  commands: [
    {
      extension: 'acme',
      id: 'new',
      title: 'New note',
      keywords: ['memo'],
      palette: true,
      key: 'mod+shift+n',
      handler: './new#default',
    },
    { extension: 'acme', id: 'secret', title: 'Not listed', keywords: [], palette: false, handler: './x#default' },
  ],
});

const show = (extension?: string) => renderInConsole(<Palette extension={extension} />, { index });
const dialog = () => screen.getByRole('dialog', { name: 'Command palette' });
const titles = () =>
  within(dialog())
    .getAllByRole('option')
    .map((option) => option.textContent ?? '');
const type = (value: string) => fireEvent.change(within(dialog()).getByRole('combobox'), { target: { value } });
const press = (key: string) => fireEvent.keyDown(within(dialog()).getByRole('combobox'), { key });

describe('the command palette', () => {
  afterEach(cleanup);

  it('lists pages, commands, extensions and appearance from the index', () => {
    show();
    const all = titles().join('\n');
    for (const title of ['Pods', 'Notes', 'New note', 'Acme', 'Theme: Dark', 'Language: 中文'])
      expect(all).toContain(title);
    for (const title of ['One pod', 'Not listed']) expect(all).not.toContain(title);
  });

  it('lists pages of one extension and place once by name, however many addresses lead there', () => {
    show();
    expect(titles().filter((title) => title.startsWith('Notes'))).toHaveLength(1);
  });

  it('finds by a few letters, marks them, and goes there with Enter', () => {
    const { host } = show();
    const navigate = vi.spyOn(host, 'navigate');
    host.overlays.open({ kind: 'palette' });
    type('nts');
    const [first] = within(dialog()).getAllByRole('option');
    expect([...first!.querySelectorAll('mark')].map((mark) => mark.textContent).join('')).toBe('Nts');
    press('Enter');
    expect(navigate).toHaveBeenCalledWith('/notes');
    expect(host.overlays.store.getState().open).toBeUndefined();
    expect(host.recents.list('palette')).toEqual(['page:acme/notes']);
  });

  it('asks for the cluster that a page needs', () => {
    const { host } = show();
    type('pods');
    press('Enter');
    expect(host.overlays.store.getState().open).toEqual({ kind: 'context', part: 'cluster' });
  });

  it('moves with arrows, round the ends, and tells where it is', () => {
    show();
    const field = within(dialog()).getByRole('combobox');
    const options = within(dialog()).getAllByRole('option');
    expect(field.getAttribute('aria-activedescendant')).toBe(options[0]!.id);
    press('ArrowUp');
    expect(field.getAttribute('aria-activedescendant')).toBe(options.at(-1)!.id);
    press('ArrowDown');
    press('ArrowDown');
    expect(options[1]!.getAttribute('aria-selected')).toBe('true');
  });

  it('looks into one extension, and out again with Backspace', () => {
    const { host } = show('acme');
    expect(titles().join('\n')).not.toContain('Theme');
    press('Backspace');
    expect(host.overlays.store.getState().open).toEqual({ kind: 'palette' });
  });

  it('says when nothing matches', () => {
    show();
    type('xyzzy');
    expect(within(dialog()).queryAllByRole('option')).toEqual([]);
    expect(within(dialog()).getByText('Nothing matches “xyzzy”.')).toBeTruthy();
  });
});
