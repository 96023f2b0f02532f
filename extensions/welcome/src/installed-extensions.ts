import { useExtension, useIndexRevision } from '@luban/sdk';
import { type UseMutationResult, type UseQueryResult, useMutation, useQuery } from '@tanstack/react-query';

/** A row of `GET /api/extensions`. */
export interface InstalledExtension {
  name: string;
  version: string;
  versions: string[];
  displayName: string;
  description: string;
  origin: 'builtin' | 'installed';
  state: 'Available' | 'Disabled';
  problems: { code: string }[];
  /** Of all its files. */
  bytes: number;
  contributes: Record<string, number>;
  bundler?: string;
  framework: 'react' | 'single-spa';
}

/** As people look for them. */
export const byName = (a: InstalledExtension, b: InstalledExtension): number =>
  a.displayName.localeCompare(b.displayName);

/** The bundler with its version; undefined for files that were written by hand. */
export function builtWith({ bundler }: InstalledExtension): string | undefined {
  return bundler === 'none' ? undefined : bundler;
}

/** Asked again when the extension index changes, never on a timer. */
export function useInstalledExtensions(): UseQueryResult<InstalledExtension[]> {
  const { fetch, shell } = useExtension();
  const revision = useIndexRevision();
  return useQuery({
    queryKey: ['welcome', 'extensions', shell.get().locale, revision],
    queryFn: async () => {
      const response = await fetch('/api/extensions');
      await expectOk(response);
      return ((await response.json()) as { extensions: InstalledExtension[] }).extensions;
    },
    placeholderData: (previous) => previous,
  });
}

/** Enables or disables one; the change reaches every open tab by the event stream. */
export function useSwitchExtension(): UseMutationResult<void, Error, { name: string; on: boolean }> {
  const { fetch } = useExtension();
  return useMutation({
    mutationFn: async ({ name, on }) => {
      const action = on ? 'enable' : 'disable';
      await expectOk(await fetch(`/api/extensions/${encodeURIComponent(name)}/${action}`, { method: 'POST' }));
    },
  });
}

async function expectOk(response: Response): Promise<void> {
  if (response.ok) return;
  const body = (await response.json().catch(() => undefined)) as
    | { error?: { code?: string; message?: string; cure?: string } }
    | undefined;
  const { code = `HTTP ${response.status}`, message = response.statusText, cure = '' } = body?.error ?? {};
  throw new Error(`${code}: ${message} ${cure}`.trim());
}
