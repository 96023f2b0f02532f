import { type Problem, useExtension, useIndexRevision } from '@luban/sdk';
import { useQuery } from '@tanstack/react-query';
import { request } from '../api.ts';

/** Interfaces as the composed index has them, of `GET /api/extensions`. What others contribute is given these. */
export interface InterfaceRow {
  name: string;
  version: string;
  versions: string[];
  displayName: string;
  description: string;
  origin: 'builtin' | 'installed';
  state: 'Available' | 'Disabled';
  problems: Problem[];
  /** Of all its files. */
  bytes: number;
  contributes: Record<string, number>;
  bundler?: string;
  framework: 'react' | 'single-spa';
}

/** What two interfaces claim both. */
export interface Claim {
  kind: string;
  subject: string;
  winner: { extension: string; id: string };
  loser: { extension: string; id: string };
  problem: Problem;
}

/** What an administrator has decided about a claim, be it claimed by two now or not. */
export interface Choice {
  kind: string;
  subject: string;
  /** Name of the extension that is to have it. */
  winner: string;
}

export interface Interfaces {
  extensions: InterfaceRow[];
  conflicts: Claim[];
  choices: Choice[];
}

/** Begins the keys of everything that is read from there. */
export const INTERFACES_KEY = ['extensions-center', 'interfaces'] as const;

/** Asked again when the index of extensions changes, never on a timer. */
export function useInterfaces() {
  const { fetch, shell } = useExtension();
  const revision = useIndexRevision();
  return useQuery({
    queryKey: [...INTERFACES_KEY, shell.get().locale, revision],
    queryFn: ({ signal }) => request<Interfaces>(fetch, '/api/extensions', { signal }),
    placeholderData: (previous) => previous,
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
  });
}

/** Type of resource under which extensions contribute columns, tabs and actions to what is installed. */
export const INTERFACE_TYPE = 'extensions.luban.dev/v1alpha1/UIBundle';
