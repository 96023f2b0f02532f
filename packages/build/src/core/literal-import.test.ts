import { describe, expect, test } from 'vitest';
import { literalImport } from './literal-import.ts';

describe('literalImport', () => {
  test.each([
    ["() => import('./pages/Overview')", './pages/Overview'],
    ['() => import("./pages/Overview.tsx")', './pages/Overview.tsx'],
    ["()=>import('./a')", './a'],
    ["async () => import('./a')", './a'],
    ["() =>\n  // the page\n  import(/* webpackChunkName: 'a' */ './a')", './a'],
    ["() => (import('./a'))", './a'],
    ["() => { return import('./a'); }", './a'],
    ["function () { return import('./a'); }", './a'],
    ["function load() { return import('./a') }", './a'],
  ])('takes %s', async (source, specifier) => {
    expect(await literalImport(source)).toBe(specifier);
  });

  test.each([
    '() => import(name)',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source text that is tested
    '() => import(`./pages/${name}`)',
    "() => import('./a').then((m) => ({ default: m.A }))",
    "() => Promise.all([import('./a'), import('./b')])",
    "(props) => import('./a')",
    '() => Overview',
    'class { }',
    "() => { log(); return import('./a'); }",
    'function () { [native code] }',
  ])('refuses %s', async (source) => {
    expect(await literalImport(source)).toBeUndefined();
  });
});
