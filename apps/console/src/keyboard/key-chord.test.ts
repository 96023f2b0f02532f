import { describe, expect, it } from 'vitest';
import { type KeyStroke, matchesChord, parseChord } from './key-chord.ts';

const stroke = (key: string, more: Partial<KeyStroke> = {}): KeyStroke => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});
const matches = (text: string, event: KeyStroke, apple = false) => matchesChord(event, parseChord(text)!, apple);

describe('parseChord', () => {
  it('reads modifiers in any order and case', () => {
    expect(parseChord('Shift+MOD+r')).toEqual({ mod: true, ctrl: false, alt: false, shift: true, key: 'r' });
    expect(parseChord('esc')?.key).toBe('escape');
    expect(parseChord('mod+plus')?.key).toBe('+');
  });

  it.each(['', 'mod+', 'hyper+k', 'k+mod'])('refuses %j', (text) => expect(parseChord(text)).toBeUndefined());
});

describe('matchesChord', () => {
  it('takes mod for Ctrl, and for ⌘ on Apple keyboards', () => {
    expect(matches('mod+k', stroke('k', { ctrlKey: true }))).toBe(true);
    expect(matches('mod+k', stroke('k', { metaKey: true }))).toBe(false);
    expect(matches('mod+k', stroke('k', { metaKey: true }), true)).toBe(true);
    expect(matches('mod+k', stroke('k', { ctrlKey: true }), true)).toBe(false);
  });

  it('needs exactly the modifiers it names', () => {
    expect(matches('mod+k', stroke('k', { ctrlKey: true, shiftKey: true }))).toBe(false);
    expect(matches('mod+shift+y', stroke('Y', { ctrlKey: true, shiftKey: true }))).toBe(true);
    expect(matches('k', stroke('k', { altKey: true }))).toBe(false);
  });

  it('takes a symbol however it is typed', () => {
    expect(matches('?', stroke('?', { shiftKey: true }))).toBe(true);
    expect(matches('/', stroke('/', { shiftKey: true }))).toBe(true);
    expect(matches('/', stroke('/'))).toBe(true);
  });

  it('knows letters by their place when Alt or the layout changes them', () => {
    expect(matches('alt+n', stroke('˜', { altKey: true, code: 'KeyN' }))).toBe(true);
    expect(matches('mod+k', stroke('л', { ctrlKey: true, code: 'KeyK' }))).toBe(true);
  });
});
