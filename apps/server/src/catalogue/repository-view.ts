import type { Repository } from '@luban/manifest/center-api';
import type { CatalogueObjects } from './catalogue-objects.ts';
import { KUBESPHERE_LABELS, type RepositoryObject } from './objects.ts';
import { hasPassword } from './repository-credentials.ts';
import { isBuiltin, signaturePolicy, syncSettings } from './repository-spec.ts';
import type { RepositoryStates } from './repository-state.ts';

/** A repository as pages show it: without its password, and without what else its URL may carry. */
export function repositoryView(
  repository: RepositoryObject,
  objects: CatalogueObjects,
  states: RepositoryStates,
): Repository {
  const { metadata, spec = {}, status } = repository;
  const name = metadata.name!;
  const state = states.of(name);
  const own = [...objects.versions.values()].filter(
    ({ metadata: { labels } }) => labels?.[KUBESPHERE_LABELS.repository] === name,
  );
  const extensions = new Set(own.map(({ metadata: { labels } }) => labels?.[KUBESPHERE_LABELS.extension]));
  const { depth } = syncSettings(repository);
  const url = withoutCredentials(spec.url ?? '');
  return {
    name,
    url,
    ...(spec.description && { description: spec.description }),
    kind: isBuiltin(repository) ? 'builtin' : url.startsWith('oci:') ? 'oci' : 'http',
    hasPassword: hasPassword(repository),
    ...(spec.basicAuth?.username && { username: spec.basicAuth.username }),
    hasCaBundle: Boolean(spec.caBundle),
    insecure: spec.insecure === true,
    depth,
    interval: spec.updateStrategy?.registryPoll?.interval || '15m',
    signature: signaturePolicy(repository),
    ...(status?.lastSyncTime && { lastSync: status.lastSyncTime }),
    state: state === undefined ? 'new' : state.outcome,
    ...(state?.problem && { problem: state.problem }),
    ...(state?.outcome === 'syncing' && state.progress && { progress: state.progress }),
    extensions: extensions.size,
    versions: own.length,
    chartProblems: state?.chartProblems ?? [],
  };
}

function withoutCredentials(written: string): string {
  const url = URL.parse(written);
  if (url === null || (url.username === '' && url.password === '')) return written;
  url.username = '';
  url.password = '';
  return url.href;
}
