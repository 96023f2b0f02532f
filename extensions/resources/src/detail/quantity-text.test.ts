import { describe, expect, it } from 'vitest';
import { quantityText } from './quantity-text.ts';

describe('an amount of a resource', () => {
  it.each([
    ['7920m', 'cpu', '7.92'],
    ['8', 'cpu', '8'],
    ['110', 'pods', '110'],
    ['32Gi', 'memory', '32 GiB'],
    ['32256Mi', 'memory', '31.5 GiB'],
    ['101430960Ki', 'ephemeral-storage', '96.73 GiB'],
    ['93492209510', 'ephemeral-storage', '87.07 GiB'],
    ['1G', 'memory', '953.67 MiB'],
    ['0', 'hugepages-2Mi', '0'],
    ['512', 'memory', '512'],
  ])('%s of %s reads as %s', (text, resource, read) => {
    expect(quantityText(text, resource, 'en')).toBe(read);
  });

  it('says in the words of the cluster what it cannot read', () => {
    for (const text of ['', 'many', '1e3', '-1', '1Xi', `${'9'.repeat(400)}`]) {
      expect(quantityText(text, 'memory', 'en')).toBe(text);
    }
  });
});
