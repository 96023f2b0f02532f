import { useExtension, useIndexRevision } from '@luban/sdk';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';

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

async function expectOk(response: Response): Promise<void> {
  if (response.ok) return;
  const body = (await response.json().catch(() => undefined)) as
    | { error?: { code?: string; message?: string; cure?: string } }
    | undefined;
  const { code = `HTTP ${response.status}`, message = response.statusText, cure = '' } = body?.error ?? {};
  throw new Error(`${code}: ${message} ${cure}`.trim());
}
