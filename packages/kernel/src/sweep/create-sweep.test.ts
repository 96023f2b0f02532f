// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { indexEntry } from '../testing/test-extension.ts';
import { createSweep, type Sweep } from './create-sweep.ts';

const ACME = indexEntry({ name: 'acme' });
const claimKey = vi.fn();
let sweep: Sweep;

/** Runs code as if it stood in a file of the extension. */
function asExtension(code: string, values: Record<string, unknown> = {}, name = 'acme'): unknown {
  const make = new Function(...Object.keys(values), `${code}\n//# sourceURL=http://c.io/ext/${name}/1.0.0/app.js`);
  return make(...Object.values(values));
}

describe('createSweep', () => {
  beforeEach(() => {
    claimKey.mockClear();
    sweep = createSweep({
      document,
      claimKey,
      integrityOf: (url) =>
        url.includes('/ext/acme/') ? (url.endsWith('known.js') ? { integrity: 'sha384-a' } : 'refused') : undefined,
    });
  });
  afterEach(() => {
    sweep.dispose();
    document.body.replaceChildren();
    document.head.replaceChildren();
  });

  it('releases what an extension holds, the latest first, and says what it was', async () => {
    const heard: string[] = [];
    asExtension(
      `setInterval(() => heard.push('tick'), 5);
       document.head.append(document.createElement('style'));
       document.body.appendChild(document.createElement('aside'));`,
      { heard },
    );
    expect(sweep.release(ACME)).toEqual([
      'node: <aside> in <body>',
      'node: <style> in <head>',
      'timer: interval of 5 ms',
    ]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(heard).toEqual([]);
    expect([document.body.childElementCount, document.head.childElementCount]).toEqual([0, 0]);
    expect(sweep.release(ACME)).toEqual([]);
  });

  it('finds nothing of what the extension gave back by itself', async () => {
    asExtension(`
      clearInterval(setInterval(() => {}, 5));
      const node = document.createElement('aside');
      document.body.append(node);
      node.remove();
      const observer = new MutationObserver(() => {});
      observer.observe(document.body, { childList: true });
      observer.disconnect();`);
    await new Promise((resolve) => {
      asExtension('setTimeout(resolve, 1)', { resolve });
    });
    expect(sweep.release(ACME)).toEqual([]);
  });

  it('keeps the console’s own, other extensions’, and what hangs on the extension’s own region', () => {
    const scope = document.createElement('div');
    scope.dataset.ext = 'acme';
    document.body.append(scope);
    document.body.appendChild(document.createElement('main'));
    asExtension(`document.body.appendChild(document.createElement('aside'))`, {}, 'other');
    asExtension(`new MutationObserver(() => {}).observe(scope, { childList: true })`, { scope });
    expect(sweep.release(ACME)).toEqual([]);
    expect(sweep.release(indexEntry({ name: 'other' }))).toEqual(['node: <aside> in <body>']);
    expect(document.body.querySelector('main')).not.toBeNull();
  });

  it('claims keys that an extension writes by itself, and no others', () => {
    localStorage.setItem('console', '1');
    asExtension(`localStorage.setItem('raw', '1')`);
    expect(claimKey.mock.calls).toEqual([['acme', 'local', 'raw']]);
    localStorage.clear();
  });

  it('gives scripts of an extension’s folder the digest they must have, and refuses what was not announced', async () => {
    const known = document.createElement('script');
    known.type = 'text/plain';
    known.src = 'http://c.io/ext/acme/1.0.0/known.js';
    document.head.appendChild(known);
    expect(known.integrity).toBe('sha384-a');

    const unknown = document.createElement('script');
    unknown.src = 'http://c.io/ext/acme/1.0.0/other.js';
    const failed = new Promise((resolve) => unknown.addEventListener('error', resolve));
    document.head.appendChild(unknown);
    await failed;
    expect(unknown.isConnected).toBe(false);
  });

  it('puts the page’s functions back', () => {
    const patched = window.EventTarget.prototype.addEventListener;
    sweep.dispose();
    expect(window.EventTarget.prototype.addEventListener).not.toBe(patched);
    expect(Object.hasOwn(document.body, 'appendChild')).toBe(false);
  });
});
