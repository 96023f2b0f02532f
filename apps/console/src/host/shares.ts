import { shareVersions } from 'virtual:luban-host';
import type { HostShare } from '@luban/kernel';
import { reactRouter } from '@luban/sdk/host';
import * as zustand from 'zustand';

/** Fetched when the first extension asks for one; what the shell uses itself is there already. */
const LOADERS: Record<string, HostShare['load']> = {
  react: () => import('react'),
  'react/jsx-runtime': () => import('react/jsx-runtime'),
  'react-dom': () => import('react-dom'),
  'react-dom/client': () => import('react-dom/client'),
  'react-router': () => reactRouter,
  zustand: () => zustand,
  '@luban/sdk': () => import('@luban/sdk'),
  '@luban/ui': () => import('@luban/ui'),
};

/**
 * The packages that extensions take from the shell, with the versions that were installed when the console was built.
 *
 * @param queries the share of `@tanstack/react-query`, which comes with the page's one client
 */
export function hostShares(queries: HostShare): Record<string, HostShare> {
  const shares = Object.entries(LOADERS).map(([name, load]) => [name, { version: shareVersions[name]!, load }]);
  return { ...Object.fromEntries(shares), '@tanstack/react-query': queries };
}
