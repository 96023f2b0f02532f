import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textHider } from './hide-texts.ts';

test('texts are replaced wherever they stand, the longest first', () => {
  const hide = textHider(['mooring', 'mooring-line', 'anchor', 'short', ''], (text) => `<${text.length}>`);
  expect(hide('a mooring-line, the mooring and an anchoranchor')).toBe('a <12>, the <7> and an <6><6>');
  expect(hide('short mooringline')).toBe('short <7>line');
  for (const text of ['', 'moor', 'nothing of it']) expect(hide(text)).toBe(text);
});

const word = fc.string({ unit: fc.constantFrom('a', 'b', '潮'), minLength: 1, maxLength: 12 });

test('nothing that is to be hidden is left, and nothing else is lost', () => {
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), fc.array(word, { maxLength: 30 }), (secrets, words) => {
      const text = words.join('');
      const shown = textHider(secrets, ({ length }) => '*'.repeat(length))(text);
      expect(shown).toHaveLength(text.length);
      for (const secret of secrets.filter(({ length }) => length >= 6)) expect(shown).not.toContain(secret);
      for (let i = 0; i < text.length; i++) expect(['*', text[i]]).toContain(shown[i]);
    }),
  );
});
