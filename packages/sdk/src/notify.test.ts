import { afterEach, describe, expect, it, vi } from 'vitest';
import { bindNotices, notify } from './notify.ts';

const bindings: Disposable[] = [];
afterEach(() => {
  for (const binding of bindings.splice(0)) binding[Symbol.dispose]();
});

describe('notify', () => {
  it('says so when there is no console', () => {
    expect(() => notify({ tone: 'info', title: 'x' })).toThrow('no console');
  });

  it('goes to the shell that is there now', () => {
    const first = { notify: vi.fn() };
    const second = { notify: vi.fn() };
    const one = bindNotices(first);
    bindings.push(bindNotices(second));
    one[Symbol.dispose]();
    notify({ tone: 'info', title: 'x' });
    expect(first.notify).not.toHaveBeenCalled();
    expect(second.notify).toHaveBeenCalledWith({ tone: 'info', title: 'x' });
  });
});
