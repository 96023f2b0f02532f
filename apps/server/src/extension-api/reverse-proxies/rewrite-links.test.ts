import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rewriteLinks } from './rewrite-links.ts';
import { ledBack } from './wrap-transport.ts';

const change = (url: string) => (url.startsWith('/') ? `/p${url}` : url);

test.each([
  ['<a href="/x">x</a>', '<a href="/p/x">x</a>'],
  ["<A HREF='/x'>", "<A HREF='/p/x'>"],
  ['<a href=/x>', '<a href=/p/x>'],
  ['<a href = "/x">', '<a href = "/x">'],
  ['<a href="x">', '<a href="x">'],
  ['<a title="href=/x" href="/y">', '<a title="href=/x" href="/p/y">'],
  ['<img src="/a.png" srcset="/a.png 1x, /b.png 2x">', '<img src="/p/a.png" srcset="/p/a.png 1x, /p/b.png 2x">'],
  ['<form action="/x"><button formaction="/y">', '<form action="/p/x"><button formaction="/p/y">'],
  [
    '<script src="/x.js">var a = "<a href=\\"/y\\">";</script><a href="/z">',
    '<script src="/p/x.js">var a = "<a href=\\"/y\\">";</script><a href="/p/z">',
  ],
  ['<style>a[href="/x"]{}</style>', '<style>a[href="/x"]{}</style>'],
  ['<textarea><a href="/x"></textarea>', '<textarea><a href="/x"></textarea>'],
  ['<!-- <a href="/x"> --><a href="/y">', '<!-- <a href="/x"> --><a href="/p/y">'],
  ['<object data="/x"><div data="/y">', '<object data="/p/x"><div data="/y">'],
  ['a < b && c > d <a href="/x">', 'a < b && c > d <a href="/p/x">'],
  ['<a href="/x>y">', '<a href="/p/x>y">'],
  ['<!doctype html><p>', '<!doctype html><p>'],
  ['<a href="/x', '<a href="/x'],
])('%s', (html, expected) => {
  expect(rewriteLinks(html, change)).toBe(expected);
});

test('a page stays as it is when no address changes', () => {
  const soup = fc.string({ unit: fc.constantFrom(...'<>="\' /!-ahref&;script'), maxLength: 200 });
  const squeezed = (text: string) => text.replace(/\s/g, '');
  fc.assert(
    fc.property(soup, (html) => {
      expect(squeezed(rewriteLinks(html, (url) => url))).toBe(squeezed(html));
    }),
  );
});

test('a hostile page takes no time out of proportion', () => {
  for (const part of ['<a ', '<a href="', '<script>', '<!--', '<', '<a b=c ', 'href="']) {
    expect(rewriteLinks(part.repeat(20_000), change).length).toBeGreaterThan(0);
  }
});

const options = { origin: 'http://tide.example:8080', prefix: '/proxy/tide', came: '/proxy/tide/x' };

test.each([
  ['/login', '/proxy/tide/login'],
  ['/proxy/tide/login', '/proxy/tide/login'],
  ['/proxy/tidewater', '/proxy/tide/proxy/tidewater'],
  ['login', 'login'],
  ['http://tide.example:8080/login?a=b#c', '/proxy/tide/login?a=b#c'],
  ['HTTP://TIDE.example:8080/login', '/proxy/tide/login'],
  ['http://tide.example/login', 'http://tide.example/login'],
  ['//tide.example:8080/login', '/proxy/tide/login'],
  ['//evil.example/login', '//evil.example/login'],
  ['https://evil.example', 'https://evil.example'],
  ['javascript:alert(1)', 'javascript:alert(1)'],
])('%s leads back to %s', (url, expected) => {
  expect(ledBack(url, options)).toBe(expected);
});
