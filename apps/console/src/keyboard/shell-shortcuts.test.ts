import { SHELL_KEYS } from '@luban/manifest';
import { describe, expect, it } from 'vitest';
import { parseChord, sameChord } from './key-chord.ts';
import { SHELL_SHORTCUTS } from './shell-shortcuts.ts';

describe("the shell's own keys", () => {
  it('are the ones that composition keeps from extensions', () => {
    const reserved = Object.keys(SHELL_KEYS).map((key) => parseChord(key)!);
    for (const key of Object.values(SHELL_SHORTCUTS)) {
      expect(
        reserved.some((chord) => sameChord(chord, parseChord(key)!)),
        key,
      ).toBe(true);
    }
    expect(reserved).toHaveLength(Object.values(SHELL_SHORTCUTS).length);
  });
});
