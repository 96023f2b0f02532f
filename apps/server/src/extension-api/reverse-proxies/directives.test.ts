import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HeaderMap } from '../upstream/header-map.ts';
import { type Directives, readDirectives, rewriteTarget, strip } from './directives.ts';
import { applyHeaderDirectives } from './header-directives.ts';
import type { PlaceholderSource } from './placeholders.ts';
import { isSound, type Target } from './uri-directives.ts';

const source: PlaceholderSource = {
  method: 'GET',
  path: '/proxy/tide/a/b.html',
  query: 'q=1&name=%C3%BC',
  scheme: 'https',
  host: 'console.example:8443',
  remoteAddress: '10.0.0.9',
  header: (name) => ({ authorization: 'Bearer secret', 'x-team': 'blue' })[name],
};

function directives(fields: object): Directives {
  const result = readDirectives(fields);
  if (typeof result === 'string') throw new Error(result);
  return result;
}

function target(fields: object, { path, query }: Partial<Target> = {}): string {
  const read = directives(fields);
  const came = { path: path ?? source.path, query: query ?? source.query };
  const stripped = strip(came, read);
  const result = rewriteTarget(stripped, read, { ...source, ...stripped });
  return result.query === undefined ? result.path : `${result.path}?${result.query}`;
}

describe('paths', () => {
  test.each<[string, object, string]>([
    ['stripPathPrefix', { stripPathPrefix: '/proxy/tide' }, '/a/b.html?q=1&name=%C3%BC'],
    ['stripPathPrefix of all of it', { stripPathPrefix: '/proxy/tide/a/b.html' }, '/?q=1&name=%C3%BC'],
    ['stripPathPrefix that it does not have', { stripPathPrefix: '/other' }, '/proxy/tide/a/b.html?q=1&name=%C3%BC'],
    ['stripPathSuffix', { stripPathSuffix: '.html' }, '/proxy/tide/a/b?q=1&name=%C3%BC'],
    ['rewrite', { rewrite: ['/proxy/tide/* /v2{path}'] }, '/v2/proxy/tide/a/b.html?q=1&name=%C3%BC'],
    ['rewrite of another path', { rewrite: ['/other /v2'] }, '/proxy/tide/a/b.html?q=1&name=%C3%BC'],
    ['rewrite with a query', { rewrite: ['* /x?name={query.name}&m={method}'] }, '/x?name=%C3%BC&m=GET'],
    ['rewrite that empties the query', { rewrite: ['* /x?'] }, '/x?'],
    [
      'rewrite with the whole address',
      { rewrite: ['* /v2{http.request.uri}'] },
      '/v2/proxy/tide/a/b.html?q=1&name=%C3%BC',
    ],
    ['rewrite with parts', { rewrite: ['* /{http.request.uri.path.1}/{file}'] }, '/tide/b.html?q=1&name=%C3%BC'],
    [
      'rewrite with the host',
      { rewrite: ['* /{host}/{port}/{scheme}'] },
      '/console.example/8443/https?q=1&name=%C3%BC',
    ],
    ['rewrite with a header', { rewrite: ['* /{header.X-Team}/{remote_host}'] }, '/blue/10.0.0.9?q=1&name=%C3%BC'],
    ['rewrites one after another', { rewrite: ['* /x', '/x /y'] }, '/y?q=1&name=%C3%BC'],
    ['replace', { replace: ['tide ebb', 'q=1 q=2'] }, '/proxy/ebb/a/b.html?q=2&name=%C3%BC'],
    ['replace by nothing', { replace: ['/tide'] }, '/proxy/a/b.html?q=1&name=%C3%BC'],
    ['replace takes no patterns', { replace: ['. $&'] }, '/proxy/tide/a/b$&html?q=1&name=%C3%BC'],
    ['pathRegexp', { pathRegexp: ['/([a-z])/b /$1$1/c'] }, '/proxy/tide/aa/c.html?q=1&name=%C3%BC'],
    [
      'pathRegexp with a name',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the directive's own form
      { pathRegexp: ['"/(?P<x>a)/" "/${x}-${1}-$2-$$/"'] },
      '/proxy/tide/a-a--$/b.html?q=1&name=%C3%BC',
    ],
    ['pathRegexp leaves the query', { pathRegexp: ['q Q'] }, '/proxy/tide/a/b.html?q=1&name=%C3%BC'],
    [
      'all in their order',
      {
        stripPathPrefix: '/proxy/tide',
        stripPathSuffix: '.html',
        rewrite: ['/a/* /r{path}'],
        replace: ['/r/ /s/'],
        pathRegexp: ['^/s/(.*) /t/$1'],
      },
      '/t/a/b?q=1&name=%C3%BC',
    ],
  ])('%s', (_, fields, expected) => {
    expect(target(fields)).toBe(expected);
  });

  test('what a person sends cannot become part of the path', () => {
    expect(target({ rewrite: ['* /x/{query.a}'] }, { query: 'a=..%2F..%2Fadmin%3Fx' })).toBe(
      '/x/..%2F..%2Fadmin%3Fx?a=..%2F..%2Fadmin%3Fx',
    );
    expect(isSound({ path: '/x/..%2F..%2Fadmin', query: undefined })).toBe(false);
    expect(isSound({ path: '/x/%2e%2e', query: undefined })).toBe(false);
    expect(isSound({ path: '/x', query: 'a#b' })).toBe(false);
    expect(isSound({ path: '/x', query: 'a=..' })).toBe(true);
  });

  test('a path that grows at each step is refused before it fills the memory', () => {
    const read = directives({ replace: Array.from({ length: 100 }, () => `a ${'a'.repeat(100)}`) });
    expect(isSound(rewriteTarget({ path: '/a', query: undefined }, read, source))).toBe(false);
  });

  test('an expression takes time in proportion to the path', () => {
    const read = directives({ pathRegexp: ['^/(a+)+$ x', '(.*)(.*)(.*)(.*)(.*)[^a]$ y'] });
    const path = `/${'a'.repeat(8_000)}!`;
    expect(rewriteTarget({ path, query: undefined }, read, source).path.length).toBeGreaterThan(0);
  });
});

describe('headers', () => {
  const came: [string, string[]][] = [
    ['x-foo-a', ['1', '2']],
    ['x-foo-b', ['3']],
    ['accept', ['text/html']],
  ];
  const changed = (...headerUp: string[]) => {
    const headers: HeaderMap = new Map(came.map(([name, values]) => [name, [...values]]));
    applyHeaderDirectives(headers, directives({ headerUp }).headerUp, source);
    return Object.fromEntries(headers);
  };
  const same = Object.fromEntries(came);

  test.each<[string, string[], object]>([
    ['sets', ['X-New  value'], { ...same, 'x-new': ['value'] }],
    ['sets instead of what is there', ['x-FOO-a 9'], { ...same, 'x-foo-a': ['9'] }],
    ['sets a value with spaces', ['X-New a b  c'], { ...same, 'x-new': ['a b  c'] }],
    ['sets a quoted value', ['X-New "a \\"b\\" c"'], { ...same, 'x-new': ['a "b" c'] }],
    ['sets an empty value', ['X-New ""'], { ...same, 'x-new': [''] }],
    ['adds', ['+X-Foo-A 9'], { ...same, 'x-foo-a': ['1', '2', '9'] }],
    ['adds what is not there', ['+X-New 9'], { ...same, 'x-new': ['9'] }],
    ['deletes', ['-X-Foo-A'], { accept: ['text/html'], 'x-foo-b': ['3'] }],
    ['deletes by beginning', ['-X-Foo*'], { accept: ['text/html'] }],
    ['deletes by beginning, not by end', ['-Foo*'], same],
    ['deletes by end', ['-*-b'], { accept: ['text/html'], 'x-foo-a': ['1', '2'] }],
    ['deletes all', ['-*'], {}],
    ['replaces', ['Accept "text/(\\w+)" "x/$1"'], { ...same, accept: ['x/html'] }],
    ['replaces in each value', ['X-Foo-A "[12]" "n"'], { ...same, 'x-foo-a': ['n', 'n'] }],
    ['replaces nothing that is not there', ['X-New "a" "b"'], same],
    [
      'does one after another',
      ['-X-Foo*', 'X-Foo-C 1', '+X-Foo-C 2'],
      { accept: ['text/html'], 'x-foo-c': ['1', '2'] },
    ],
    ['fills in placeholders', ['X-New {host}/{header.X-Team}'], { ...same, 'x-new': ['console.example/blue'] }],
    [
      'passes the credentials on that it names',
      ['Authorization {http.request.header.Authorization}'],
      { ...same, authorization: ['Bearer secret'] },
    ],
    ['sets nothing of a header that did not come', ['X-New {header.X-None}'], same],
    ['sets credentials of its own', ['Authorization Basic abc'], { ...same, authorization: ['Basic abc'] }],
  ])('%s', (_, texts, expected) => {
    expect(changed(...texts)).toEqual(expected);
  });

  test('a value that no header can have is left out', () => {
    const headers: HeaderMap = new Map();
    const evil = { ...source, header: () => 'a\r\nx-remote-user: root' };
    applyHeaderDirectives(headers, directives({ headerUp: ['X-New {header.x}'] }).headerUp, evil);
    expect(headers.size).toBe(0);
  });
});

test.each<[string, object]>([
  ['line breaks in a value', { headerUp: ['X-A b\r\nX-Remote-User: root'] }],
  ['a line break in a name', { headerUp: ['X-A\nb c'] }],
  ['no value', { headerUp: ['X-A'] }],
  ['nothing at all', { headerUp: [''] }],
  ['a name that is none', { headerDown: ['X(A) b'] }],
  ['a quote that is not closed', { headerUp: ['X-A "b'] }],
  ['a deletion with a value', { headerUp: ['-X-A b'] }],
  ['a deletion of nothing', { headerUp: ['-'] }],
  ['two wildcards', { headerUp: ['-*a*b*'] }],
  ['the length of a message', { headerUp: ['Content-Length 5'] }],
  ['how a message is framed', { headerDown: ['Transfer-Encoding chunked'] }],
  ['what holds for one hop', { headerUp: ['+Connection X-Remote-User'] }],
  ['an expression that is none', { pathRegexp: ['( x'] }],
  ['an expression with a look behind', { pathRegexp: ['(?<=a)b x'] }],
  ['a rewrite without a target', { rewrite: ['/a'] }],
  ['a placeholder that does not exist', { rewrite: ['* /{nope}'] }],
  ['a cookie', { headerUp: ['X-A {header.Cookie}'] }],
  ['an empty text to replace', { replace: ['"" x'] }],
  ['a method that does not exist', { method: 'GET /x HTTP/1.1' }],
  ['a method that tunnels', { method: 'CONNECT' }],
  ['too many', { replace: Array.from({ length: 101 }, () => 'a b') }],
  ['a very long one', { replace: ['a'.repeat(3_000)] }],
])('%s is refused with a sentence', (_, fields) => {
  expect(readDirectives(fields)).toEqual(expect.any(String));
});

test('any text is a directive or refused, and makes no header that breaks lines', () => {
  const text = fc.string({ unit: fc.constantFrom(...'Aa-+*"\' {}\r\n:x$1.()'), maxLength: 40 });
  fc.assert(
    fc.property(fc.array(text, { maxLength: 4 }), (headerUp) => {
      const read = readDirectives({ headerUp });
      if (typeof read === 'string') return;
      const headers: HeaderMap = new Map([['x', ['a a']]]);
      applyHeaderDirectives(headers, read.headerUp, source);
      for (const [name, values] of headers) {
        expect(name).toMatch(/^[!#$%&'*+\-.^_`|~\da-z]+$/);
        for (const value of values) expect(value).not.toMatch(/[\r\n]/);
      }
    }),
  );
});
