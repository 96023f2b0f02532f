import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { MOUNT_PATHS, parseReference, qualify, remoteRecord, routePattern, splitQualified } from './index.ts';
import { manifest } from './testing.ts';

test('the browser’s part reaches neither a library, nor the rules, nor the texts of messages', () => {
  const files = reachable(join(import.meta.dirname, 'index.ts'));
  const names = files.map((file) => relative(import.meta.dirname, file)).sort();
  expect(names).toContain('wire/decode.ts');
  expect(names.filter((name) => /^(?:rules|schema|messages|compose|order|testing)\b/.test(name))).toEqual([]);
});

test('references', () => {
  expect(parseReference('./pages/Overview#default')).toEqual({ module: './pages/Overview', name: 'default' });
  expect(parseReference('./x')).toEqual({ module: './x', name: 'default' });
  expect(qualify('acme', 'overview')).toBe('acme/overview');
  expect(qualify('acme', 'other/overview')).toBe('other/overview');
  expect(splitQualified('acme/over.view')).toEqual({ extension: 'acme', id: 'over.view' });
});

test('URL patterns', () => {
  expect(routePattern({ mount: 'cluster', path: 'metrics' })).toBe('/clusters/:cluster/metrics/*');
  expect(routePattern({ mount: 'cluster', path: 'files/*' })).toBe('/clusters/:cluster/files/*');
  expect(routePattern({ mount: 'root', path: '*' })).toBe('/*');
  expect(routePattern({ mount: 'root', path: '' })).toBe('/');
  expect(routePattern({ mount: 'workspace', path: '' })).toBe(MOUNT_PATHS.workspace);
});

test('the loader’s record of a manifest', () => {
  expect(remoteRecord(manifest())).toBeUndefined();
  const value = manifest({
    contributes: { i18n: { default: 'en', locales: ['en'], path: 'l/{locale}.json', manifest: { en: { a: 'A' } } } },
    lifecycle: { module: { $ref: './life#default' } },
    permissions: { network: ['https://a.example'], k8s: [] },
  });
  expect(remoteRecord(value)).toEqual({
    remote: value.remote,
    update: 'ask-when-dirty',
    lifecycle: './life#default',
    i18n: { default: 'en', locales: ['en'], path: 'l/{locale}.json' },
    permissions: { network: ['https://a.example'] },
  });
});

/** Files that are imported for their values, from `entry` on. Fails for an import that is no file of this package. */
function reachable(entry: string, seen = new Set<string>()): string[] {
  if (seen.has(entry)) return [];
  seen.add(entry);
  const imports = readFileSync(entry, 'utf8').matchAll(/^(?:import|export)\s(?!type\b)[^;]*?from '([^']+)'/gm);
  for (const [, specifier = ''] of imports) {
    expect(specifier, entry).toMatch(/^\.{1,2}\//);
    reachable(join(dirname(entry), specifier), seen);
  }
  return [...seen];
}
