import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { hostFacts } from './apps/console/build/host-facts.ts';
import { ByEnvironment } from './scripts/lib/by-environment.ts';

const here = import.meta.dirname;

/** Packages that extensions take from the console, in the words of their `remote.shared`. */
const SHARES = [
  'react',
  'react/jsx-runtime',
  'react-dom',
  'react-dom/client',
  'react-router',
  '@tanstack/react-query',
  'zustand',
  '@luban/sdk',
  '@luban/ui',
];

/** Tests of packages that are nothing but functions and servers of their own. */
const PURE = ['manifest', 'kube', 'kube-apiserver', 'kube-simulator', 'extension-package'].map(
  (name) => `packages/${name}/**/*.test.ts`,
);

/** Tests of what takes hold of a whole page or has to be loaded before the renderer: each file needs a process of its own. */
const WHOLE_PAGE = ['packages/kernel/src/react/render-storms.test.tsx', 'packages/kernel/src/sweep/**/*.test.ts'];

/**
 * A process serves many files, and evaluates once what they all import; nothing that a file replaces outlives it. A test
 * may take long on a busy machine: only one that hangs is ended.
 */
const UNIT_TESTS = {
  root: here,
  environment: 'node' as const,
  setupFiles: ['property-seed', 'fresh-page', 'patient-waits'].map((name) => `${here}/scripts/lib/${name}.ts`),
  isolate: false,
  maxWorkers: '100%',
  testTimeout: 60_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 15_000 } },
  restoreMocks: true,
  unstubGlobals: true,
  unstubEnvs: true,
};

/** It looks at seconds, on a machine that has nothing else to do. */
const NEWCOMER = ['e2e/13-newcomer.e2e.ts'];

/** They take minutes, most of which they wait. */
const LONG = [
  ...['kill', 'kill-table', 'life', 'oci-registry', 'published-extensions', 'releases'].map(
    (name) => `e2e/extensions/${name}.e2e.ts`,
  ),
  ...['chart', 'operations', 'resources', 'rights'].map((name) => `e2e/gateway/${name}.e2e.ts`),
  ...['charts', 'helm'].map((name) => `e2e/kube/${name}.e2e.ts`),
];

const BROWSER_TESTS = {
  root: import.meta.dirname,
  environment: 'node',
  globalSetup: `${import.meta.dirname}/e2e/support/unpack-binaries.ts`,
  // What is waited for comes, unless it never does; several of them share two processors.
  testTimeout: 240_000,
  hookTimeout: 240_000,
  expect: { poll: { timeout: 40_000 } },
} as const;

/** Side by side. Most of the time they wait, for clusters and for pages. */
const TOGETHER = { maxWorkers: 4, sequence: { groupOrder: 2 } } as const;

/** The console build, and the test runner's projects. Extensions carry small configurations of their own. */
export default defineConfig({
  root: `${here}/apps/console`,
  plugins: [
    react(),
    hostFacts({
      packageFile: `${here}/apps/console/package.json`,
      shares: SHARES,
      ahead: ['/kernel/src/engine/engine.ts', '/kernel/src/federation/federation.ts'],
    }),
  ],
  build: {
    target: 'es2023',
    outDir: `${here}/apps/console/dist`,
    emptyOutDir: true,
    manifest: true,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // React changes seldom and is the larger half of the first load: in a file of its own it stays in the cache.
            {
              name: 'react',
              test: /[\\/]node_modules[\\/](?:react|react-dom|scheduler)[\\/]/,
              priority: 3,
            },
            // What the first paint needs comes in one file, what extensions' pages are made of in another.
            { name: 'shell', tags: ['$initial'], priority: 2 },
            { name: 'ui', test: /[\\/](?:packages[\\/]ui|@base-ui|@floating-ui)[\\/]/, priority: 1 },
          ],
        },
      },
    },
  },
  test: {
    root: here,
    sequence: { sequencer: ByEnvironment },
    projects: [
      {
        extends: true,
        test: {
          ...UNIT_TESTS,
          name: 'unit',
          include: [
            '{apps,extensions,examples,scripts}/**/*.test.{ts,tsx}',
            'packages/{build,cli,compat-kubesphere,kernel,sdk,ui}/**/*.test.{ts,tsx}',
          ],
          exclude: ['**/node_modules/**', '**/dist/**', ...WHOLE_PAGE],
        },
      },
      { extends: true, test: { ...UNIT_TESTS, name: 'unit-alone', include: WHOLE_PAGE, isolate: true } },
      { test: { ...UNIT_TESTS, name: 'unit-pure', include: PURE } },
      {
        test: { ...BROWSER_TESTS, name: 'e2e-alone', include: NEWCOMER, sequence: { groupOrder: 1 } },
      },
      {
        // By its name before the others, so that in the end nobody waits for one that has only begun.
        test: { ...BROWSER_TESTS, ...TOGETHER, name: 'e2e-expeditions', include: LONG },
      },
      {
        test: {
          ...BROWSER_TESTS,
          ...TOGETHER,
          name: 'e2e-journeys',
          include: ['e2e/**/*.e2e.ts'],
          exclude: [...NEWCOMER, ...LONG],
        },
      },
    ],
  },
});
