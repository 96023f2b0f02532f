// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { createVersionFiles } from '../loading/version-files.ts';
import { indexEntry, remoteRecordOf } from '../testing/test-extension.ts';
import { createStyleSheets } from './style-sheets.ts';

const ACME = indexEntry({ name: 'acme' });
const RECORD = remoteRecordOf({ name: 'acme', remote: { integrity: { 'a.css': 'sha384-a', 'b.css': 'sha384-b' } } });

function create(limit = 1_000) {
  const files = createVersionFiles(ACME, RECORD, 'https://c.io/');
  return createStyleSheets(ACME, files, page, limit);
}
/** The document's links are plain elements: nothing is fetched, and the tests say what came of each. */
let page: Document;

function createPage(): Document {
  const created = document.implementation.createHTMLDocument('');
  created.createElement = ((name: string) => {
    const link = Object.assign(created.createElementNS('urn:test', name), { dataset: {}, disabled: false, href: '' });
    return Object.defineProperty(link, 'rel', { set: (value: string) => link.setAttribute('rel', value) });
  }) as Document['createElement'];
  return created;
}
const links = () => [...page.querySelectorAll<HTMLLinkElement>('link')];
const load = (type = 'load') => {
  for (const link of links()) link.dispatchEvent(new Event(type));
};

describe('createStyleSheets', () => {
  beforeEach(() => {
    page = createPage();
  });

  it('waits for the sheets, and gives them their digest', async () => {
    const styles = create();
    const acquiring = styles.acquire(['a.css', 'b.css']);
    expect(links().map((link) => [link.href, link.integrity])).toEqual([
      ['https://c.io/ext/acme/1.0.0/a.css', 'sha384-a'],
      ['https://c.io/ext/acme/1.0.0/b.css', 'sha384-b'],
    ]);
    load();
    await acquiring;
  });

  it('keeps one link for many users, and switches it off when the last has gone', async () => {
    const styles = create();
    const acquiring = Promise.all([styles.acquire(['a.css']), styles.acquire(['a.css'])]);
    load();
    const [one, two] = await acquiring;
    const [link, ...others] = links();
    expect(others).toEqual([]);
    one[Symbol.dispose]();
    one[Symbol.dispose]();
    expect(link!.disabled).toBe(false);
    two[Symbol.dispose]();
    expect(link!.disabled).toBe(true);
    await styles.acquire(['a.css']);
    expect(link!.disabled).toBe(false);
  });

  it('reports a sheet that cannot be had, and asks for it anew next time', async () => {
    const styles = create();
    const acquiring = styles.acquire(['a.css']);
    load('error');
    await expect(acquiring).rejects.toMatchObject({ problem: { code: 'LB3015', params: { file: 'a.css' } } });
    expect(links()).toEqual([]);
    const again = styles.acquire(['a.css']);
    load();
    await again;
  });

  it('does not wait longer than its limit for a sheet that hangs', async () => {
    await create(1).acquire(['a.css']);
    expect(links()).toHaveLength(1);
  });

  it('takes links of the bundler’s own along, and leaves those of others', async () => {
    const stray = page.createElement('link');
    stray.rel = 'stylesheet';
    stray.href = 'https://c.io/ext/acme/1.0.0/stray.css';
    const other = page.createElement('link');
    other.rel = 'stylesheet';
    other.href = 'https://c.io/ext/acme/1.0.01/other.css';
    page.head.append(stray, other);
    const styles = create();
    const acquiring = styles.acquire(['a.css']);
    load();
    (await acquiring)[Symbol.dispose]();
    expect([stray.disabled, other.disabled]).toEqual([true, false]);
    expect(styles.dispose()).toBe(2);
    expect(links()).toEqual([other]);
  });
});
