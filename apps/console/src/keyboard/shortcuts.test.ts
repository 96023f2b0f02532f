// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { listenForShortcuts } from './shortcuts.ts';

const press = (target: EventTarget, key: string, more: KeyboardEventInit = {}) => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, composed: true, ...more });
  target.dispatchEvent(event);
  return event;
};

describe('listenForShortcuts', () => {
  const shortcuts = listenForShortcuts(document, false);
  afterEach(() => document.body.replaceChildren());

  it('runs what the key stands for and keeps it from the browser', () => {
    const run = vi.fn();
    shortcuts.replace([{ key: 'mod+j', title: '', run }]);
    expect(press(document.body, 'j', { ctrlKey: true }).defaultPrevented).toBe(true);
    expect(press(document.body, 'j').defaultPrevented).toBe(false);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('stays out of the way of typing, unless it says otherwise', () => {
    const [plain, always] = [vi.fn(), vi.fn()];
    shortcuts.replace([
      { key: 'n', title: '', run: plain },
      { key: 'mod+k', title: '', run: always, whileTyping: true },
    ]);
    for (const tag of ['input', 'textarea', 'select']) {
      const field = document.body.appendChild(document.createElement(tag));
      press(field, 'n');
      press(field, 'k', { ctrlKey: true });
    }
    expect(plain).not.toHaveBeenCalled();
    expect(always).toHaveBeenCalledTimes(3);
    const checkbox = document.body.appendChild(Object.assign(document.createElement('input'), { type: 'checkbox' }));
    press(checkbox, 'n');
    expect(plain).toHaveBeenCalledTimes(1);
  });

  it('waits while a dialog is open', () => {
    const run = vi.fn();
    shortcuts.replace([{ key: 'n', title: '', run }]);
    document.body.appendChild(document.createElement('dialog')).setAttribute('open', '');
    press(document.body, 'n');
    expect(run).not.toHaveBeenCalled();
  });

  it('gives a key to the first that names it, and to nobody when it cannot be read', () => {
    const [first, second] = [vi.fn(), vi.fn()];
    shortcuts.replace([
      { key: 'mod+k', title: '', run: first },
      { key: 'Mod+K', title: '', run: second },
      { key: 'hyper+k', title: '', run: second },
    ]);
    press(document.body, 'k', { ctrlKey: true });
    expect(first).toHaveBeenCalledTimes(1);
    expect(second).not.toHaveBeenCalled();
    expect(shortcuts.list()).toHaveLength(1);
  });

  it('listens no more when it is disposed', () => {
    const run = vi.fn();
    const own = listenForShortcuts(document, false);
    own.replace([{ key: 'x', title: '', run }]);
    own[Symbol.dispose]();
    press(document.body, 'x');
    expect(run).not.toHaveBeenCalled();
  });
});
