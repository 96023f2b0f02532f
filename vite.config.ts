import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const here = import.meta.dirname;

/** The console build, and the test runner's projects. Extensions carry small configurations of their own. */
export default defineConfig({
  root: `${here}/apps/console`,
  plugins: [react()],
  build: {
    target: 'es2023',
    outDir: `${here}/apps/console/dist`,
    emptyOutDir: true,
    manifest: true,
    modulePreload: { polyfill: false },
  },
  test: {
    root: here,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          root: here,
          environment: 'node',
          include: ['{apps,packages,extensions,examples,scripts}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/dist/**'],
        },
      },
      {
        test: {
          name: 'e2e',
          root: here,
          environment: 'node',
          include: ['e2e/**/*.e2e.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
