import { expect, test } from 'vitest';
import { imageType } from './image-type.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');

test.each<[string, string, string | undefined]>([
  ['PNG', '\x89PNG\r\n\x1a\n…', 'image/png'],
  ['JPEG', '\xff\xd8\xff\xe0', 'image/jpeg'],
  ['GIF', 'GIF89a…', 'image/gif'],
  ['WebP', 'RIFF\x10\0\0\0WEBPVP8 ', 'image/webp'],
  ['AVIF', '\0\0\0\x1cftypavif\0\0\0\0', 'image/avif'],
  ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/svg+xml'],
  ['SVG behind a declaration', '\n<?xml version="1.0"?>\n<svg>', 'image/svg+xml'],
  ['SVG behind a comment', '<!-- <html> -->\n<svg width="1">', 'image/svg+xml'],
  ['SVG behind a doctype', '<!DOCTYPE svg PUBLIC "a" "b">\n<svg>', 'image/svg+xml'],
  ['SVG behind a doctype of its own', '<!DOCTYPE svg [ <!ENTITY a "b"> ]>\n<svg>', 'image/svg+xml'],
  ['SVG with a prefix', '<svg:svg>', 'image/svg+xml'],
  ['a page', '<html><svg/></html>', undefined],
  ['a page behind a doctype', '<!doctype html><title>', undefined],
  ['an element that begins alike', '<svgx>', undefined],
  ['text', 'svg', undefined],
  ['other RIFF', 'RIFF\x10\0\0\0WAVEfmt ', undefined],
  ['a film', '\0\0\0\x1cftypisom\0\0\0\0', undefined],
  ['a comment without end', '<!-- <svg>', undefined],
  ['comments without end', '<!>'.repeat(20_000), undefined],
  ['nothing', '', undefined],
])('%s', (_, content, type) => {
  expect(imageType(bytes(content))).toBe(type);
});

test('a mark at the beginning of the text is no matter', () => {
  expect(imageType(Buffer.from('\ufeff<svg/>'))).toBe('image/svg+xml');
});
