import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createHoldings, type Holdings } from '../holdings.ts';
import { patchListeners } from './listeners.ts';

const ACME = { name: 'acme', version: '1.0.0' };

/** The few kinds of targets that the patch tells apart, without a browser. */
function createPage() {
  class Target extends EventTarget {}
  class Node extends Target {
    isConnected = true;
    localName = 'body';
    owner: string | null = null;
    closest() {
      return this.owner === null ? null : { getAttribute: () => this.owner };
    }
  }
  const window = Object.assign(new Target(), { EventTarget: Target, Node });
  return { window, body: new Node(), Node };
}

function asExtension(code: string, values: Record<string, unknown>): void {
  const make = new Function(...Object.keys(values), `${code}\n//# sourceURL=http://c.io/ext/acme/1.0.0/app.js`);
  make(...Object.values(values));
}

describe('patchListeners', () => {
  let page: ReturnType<typeof createPage>;
  let holdings: Holdings;
  let undo: (() => void)[];
  beforeEach(() => {
    page = createPage();
    holdings = createHoldings();
    const document = {} as Document;
    undo = patchListeners({ window: page.window as unknown as Window & typeof globalThis, document, holdings });
  });

  it('takes away what an extension left on targets that outlive it', () => {
    const { window, body } = page;
    const heard = vi.fn();
    asExtension(`window.addEventListener('ping', heard); body.addEventListener('ping', heard, { capture: true })`, {
      window,
      body,
      heard,
    });
    expect(holdings.releaseAll(ACME)).toEqual(['listener: ping on body', 'listener: ping on window']);
    window.dispatchEvent(new Event('ping'));
    body.dispatchEvent(new Event('ping'));
    expect(heard).not.toHaveBeenCalled();
  });

  it('finds nothing of what ended by itself', () => {
    const { window } = page;
    asExtension(
      `const listener = () => {};
       window.addEventListener('ping', listener);
       window.removeEventListener('ping', listener);
       window.addEventListener('once', listener, { once: true });
       window.dispatchEvent(new Event('once'));
       const stop = new AbortController();
       window.addEventListener('ping', listener, { signal: stop.signal });
       stop.abort();`,
      { window },
    );
    expect(holdings.releaseAll(ACME)).toEqual([]);
  });

  it('tells listeners of the bubbling phase from those of the capturing one', () => {
    const { window } = page;
    asExtension(
      `const listener = () => {};
       window.addEventListener('ping', listener, true);
       window.removeEventListener('ping', listener);`,
      { window },
    );
    expect(holdings.releaseAll(ACME)).toHaveLength(1);
  });

  it('leaves alone what goes with the extension’s own region, and the console’s', () => {
    const own = new page.Node();
    own.owner = 'acme';
    const loose = new page.Node();
    loose.isConnected = false;
    asExtension(`for (const node of [own, loose]) node.addEventListener('ping', () => {})`, { own, loose });
    page.window.addEventListener('ping', () => {});
    expect(holdings.releaseAll(ACME)).toEqual([]);
  });

  it('leaves no trace when it is undone', () => {
    for (const each of undo) each();
    expect(Object.hasOwn(page.window.EventTarget.prototype, 'addEventListener')).toBe(false);
  });
});
