import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillPattern } from './fill-pattern.ts';
import { reactRouter } from './react-router.ts';

describe('fillPattern', () => {
  it.each([
    ['/clusters/:cluster/pods/*', { cluster: 'dev' }, '/clusters/dev/pods'],
    ['/clusters/:cluster/pods/*', { cluster: 'dev', '*': 'a/b c' }, '/clusters/dev/pods/a/b%20c'],
    ['/pods/:pod/:tab?/*', { pod: 'web-0' }, '/pods/web-0'],
    ['/pods/:pod/:tab?', { pod: 0, tab: 'log' }, '/pods/0/log'],
    ['/', {}, '/'],
  ])('%s with %o is %s', (pattern, params, url) => {
    expect(fillPattern(pattern, params)).toBe(url);
  });

  it.each([{}, { pod: undefined }, { pod: '' }, { pod: '..' }])('has no URL for %o', (params) => {
    expect(fillPattern('/pods/:pod', params)).toBeUndefined();
  });

  it('lets nothing step out of its place', () => {
    expect(fillPattern('/files/*', { '*': '../secret' })).toBeUndefined();
    expect(fillPattern('/:file', { file: '../secret' })).toBe('/..%2Fsecret');
  });

  it('gives URLs that the router reads back', () => {
    // The router itself cannot tell `%2F` in a value from a slash.
    const value = fc
      .string({ minLength: 1, unit: 'grapheme' })
      .filter((text) => text !== '.' && text !== '..' && !/%2f/i.test(text));
    fc.assert(
      fc.property(value, value, (pod, tab) => {
        const url = fillPattern('/pods/:pod/:tab', { pod, tab });
        const [match] = reactRouter.matchRoutes([{ path: '/pods/:pod/:tab' }], url ?? '') ?? [];
        expect(match?.params).toEqual({ pod, tab });
      }),
    );
  });
});
