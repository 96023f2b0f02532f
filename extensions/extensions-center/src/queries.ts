import { useExtension } from '@luban/sdk';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  readCatalogue,
  readCategory,
  readExtension,
  readInstallation,
  readInstallations,
  readRepositories,
  readVersion,
} from './api.ts';
import type { Catalogue, Texts } from './center-api.ts';
import { CenterError } from './shared/center-error.ts';

/** Keys of everything that is read, so that what has changed can be read again. */
export const keys = {
  all: ['extensions-center'],
  catalogue: ['extensions-center', 'catalogue'],
  extensions: ['extensions-center', 'extension'],
  extension: (name: string) => ['extensions-center', 'extension', name],
  version: (name: string, version: string) => ['extensions-center', 'extension', name, 'version', version],
  installations: ['extensions-center', 'installations'],
  installation: (name: string) => ['extensions-center', 'installation', name],
  repositories: ['extensions-center', 'repositories'],
  category: (name: string) => ['extensions-center', 'category', name],
} as const;

/** Nothing is asked again on a timer or a focus: `useCenterEvents` says when there is something new. */
const LIVE = {
  staleTime: Number.POSITIVE_INFINITY,
  refetchOnMount: 'always',
  // A refusal stays one: whoever waits for "there is no such thing" should not wait for a second time.
  retry: (failures: number, error: Error) =>
    failures < 1 && !(error instanceof CenterError && error.status >= 400 && error.status < 500),
} as const;

export function useCatalogue() {
  const { fetch } = useExtension();
  return useQuery({ queryKey: keys.catalogue, queryFn: ({ signal }) => readCatalogue(fetch, signal), ...LIVE });
}

export function useInstallations() {
  const { fetch } = useExtension();
  return useQuery({ queryKey: keys.installations, queryFn: ({ signal }) => readInstallations(fetch, signal), ...LIVE });
}

export function useInstallation(name: string) {
  const { fetch } = useExtension();
  return useQuery({
    queryKey: keys.installation(name),
    queryFn: ({ signal }) => readInstallation(fetch, name, signal),
    ...LIVE,
  });
}

export function useExtensionDetail(name: string) {
  const { fetch } = useExtension();
  return useQuery({
    queryKey: keys.extension(name),
    queryFn: ({ signal }) => readExtension(fetch, name, signal),
    ...LIVE,
  });
}

/** One version, whole. Undefined: nothing is asked. The one before stays in sight until the next is there. */
export function useVersion(name: string, version: string | undefined) {
  const { fetch } = useExtension();
  return useQuery({
    queryKey: keys.version(name, version ?? ''),
    queryFn: ({ signal }) => readVersion(fetch, name, version ?? '', signal),
    enabled: version !== undefined,
    placeholderData: keepPreviousData,
    ...LIVE,
  });
}

export function useRepositories() {
  const { fetch } = useExtension();
  return useQuery({ queryKey: keys.repositories, queryFn: ({ signal }) => readRepositories(fetch, signal), ...LIVE });
}

/** The title of a category by language: of the catalogue where it was read, else of the object alone, which is small. */
export function useCategory(name: string) {
  const { fetch } = useExtension();
  const client = useQueryClient();
  return useQuery({
    queryKey: keys.category(name),
    queryFn: async ({ signal }): Promise<Texts> => {
      const catalogue = client.getQueryData<Catalogue>(keys.catalogue);
      const known = catalogue?.categories.find((category) => category.name === name);
      return known?.displayName ?? (await readCategory(fetch, name, signal)).spec?.displayName ?? {};
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}
