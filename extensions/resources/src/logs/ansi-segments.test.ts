// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { ansiSegments } from './ansi-segments.ts';

it('leaves a line without colours as it is', () => {
  expect(ansiSegments('<b>plain & simple</b>')).toEqual([{ text: '<b>plain & simple</b>' }]);
});

it('tells colours by class, so that they follow the theme', () => {
  expect(ansiSegments('a \u001b[31mred\u001b[0m b')).toEqual([
    { text: 'a ' },
    { text: 'red', className: 'ansi-red-fg' },
    { text: ' b' },
  ]);
});

it('keeps other colours as plain values', () => {
  const [segment] = ansiSegments('\u001b[38;2;1;2;3mx');
  expect(segment).toMatchObject({ text: 'x', style: { color: 'rgb(1,2,3)' } });
});

it('makes no markup of what a program writes', () => {
  const text = ansiSegments(
    '\u001b[1m<img src=x onerror=alert(1)>\u001b[0m\u001b]8;;javascript:alert(1)\u0007link\u001b]8;;\u0007',
  )
    .map((segment) => segment.text)
    .join('');
  expect(text).toContain('<img src=x onerror=alert(1)>');
  expect(text).not.toContain('javascript:');
});
