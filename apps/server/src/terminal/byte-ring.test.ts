import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteRing, safeStart } from './byte-ring.ts';

test('it gives back the end of what came, from any place that it still has', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 })), fc.nat(2_000), (chunks, place) => {
      const ring = new ByteRing(256);
      for (const chunk of chunks) ring.push(Buffer.from(chunk));
      const all = Buffer.concat(chunks);
      expect(ring.end).toBe(all.length);
      expect(ring.end - ring.start).toBeGreaterThanOrEqual(Math.min(256, all.length));
      const { start, bytes } = ring.from(place);
      expect(bytes).toEqual(all.subarray(start));
      if (place >= ring.start) expect(start).toBe(Math.min(place, all.length));
    }),
  );
});

test('it holds little more than it has to', () => {
  const ring = new ByteRing(256 * 1024);
  for (let i = 0; i < 5_000; i++) ring.push(Buffer.alloc(1_000));
  expect(ring.end - ring.start).toBeLessThan(262_144 + 5_000);
  ring.push(Buffer.alloc(2_000_000));
  expect(ring.end - ring.start).toBe(256 * 1024);
});

test.each([
  ['cd\nnext line', 'next line'],
  ['no line end', 'no line end'],
])('what was cut begins with a whole line: %j', (text, shown) => {
  expect(
    Buffer.from(text)
      .subarray(safeStart(Buffer.from(text)))
      .toString(),
  ).toBe(shown);
});

test('or at least with a whole character', () => {
  const bytes = Buffer.from('汉字𝄞x');
  for (let cut = 0; cut < bytes.length; cut++) {
    const rest = bytes.subarray(cut);
    expect(rest.subarray(safeStart(rest)).toString()).not.toContain('\ufffd');
  }
});
