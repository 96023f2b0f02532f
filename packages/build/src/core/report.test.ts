import { API_VERSION, type ExtensionManifest } from '@luban/manifest';
import { expect, test } from 'vitest';
import { report } from './report.ts';

test('a build tells name, version, cost of each module, and warnings', () => {
  const manifest: ExtensionManifest = {
    apiVersion: API_VERSION,
    name: 'acme',
    version: '1.2.3',
    contributes: {},
    remote: {
      format: 'module',
      entry: 'remoteEntry.js',
      bundler: 'vite 8.3.8',
      shared: {},
      modules: {
        './Page': { js: ['remoteEntry.js', 'a.js'], css: ['a.css'], bytes: 12_345 },
        './a': { js: ['remoteEntry.js'], css: [], bytes: 600 },
      },
      integrity: {},
      bytes: {},
    },
  };
  const files = new Map([['remoteEntry.js', new Uint8Array(1500)]]);
  expect(report({ manifest, files, warnings: [] }).split('\n')).toEqual([
    'acme 1.2.3 · vite 8.3.8',
    '  ./Page    12.3 kB  3 files',
    '  ./a        0.6 kB  1 file',
    '  1 file, 1.5 kB',
  ]);
  const warning = { code: 'LB1013', params: { field: 'contributes.slots[0].slot' } };
  expect(report({ manifest, files, warnings: [warning] })).toContain('LB1013');
});
