import type { KubeObject } from '@luban/kube';
import type { Problem } from '@luban/manifest';
import { parse } from 'yaml';
import { readApiService } from '../../extension-api/api-services/api-service.ts';
import { apiServiceTable } from '../../extension-api/api-services/api-service-table.ts';
import { type ApiConflict, problemOf } from '../../extension-api/conflicts.ts';
import { GROUP, OWNER_LABEL } from '../../extension-api/extension-object.ts';
import type { ExtensionObjects } from '../../extension-api/extension-objects.ts';
import { readJsBundle } from '../../extension-api/js-bundles/js-bundle.ts';
import { jsBundleTable } from '../../extension-api/js-bundles/js-bundle-table.ts';
import { recordOf } from '../../extension-api/json.ts';
import { readReverseProxy } from '../../extension-api/reverse-proxies/reverse-proxy.ts';
import { reverseProxyTable } from '../../extension-api/reverse-proxies/reverse-proxy-table.ts';

/** What a rendering would claim of the gateway's API that others have, or that they would lose. */
export function apiConflicts(extension: string, documents: readonly string[], existing: ExtensionObjects): Problem[] {
  const others = [...existing.values()]
    .filter(({ owner }) => owner !== extension)
    .flatMap((object) => existing.source(object) ?? []);
  const own = documents.flatMap((text) => read(text, extension) ?? []);
  if (own.length === 0) return [];
  const names = new Set(own.map(({ kind, metadata }) => `${kind} ${metadata.name}`));
  const concerned = conflictsOf([...others, ...own]).filter(({ winner, loser }) =>
    [winner, loser].some(({ kind, name }) => names.has(`${kind} ${name}`)),
  );
  return concerned.map((conflict) => ({ ...problemOf(conflict), extension }));
}

function conflictsOf(objects: readonly KubeObject[]): ApiConflict[] {
  const of = (wanted: string) => objects.filter(({ kind }) => kind === wanted);
  const bundles = of('JSBundle').map(readJsBundle);
  const owners = new Set(objects.flatMap(({ metadata }) => metadata.labels?.[OWNER_LABEL] ?? []));
  return [
    ...apiServiceTable(of('APIService').map(readApiService)).conflicts,
    ...reverseProxyTable(of('ReverseProxy').map(readReverseProxy)).conflicts,
    ...jsBundleTable(bundles, owners).conflicts,
  ];
}

/** As the cluster would have it: the newest of all, and the extension's. */
function read(text: string, extension: string): KubeObject | undefined {
  let object: unknown;
  try {
    object = parse(text, { maxAliasCount: 100, logLevel: 'silent' });
  } catch {
    return undefined;
  }
  const { apiVersion, kind, metadata, ...rest } = recordOf(object);
  if (typeof apiVersion !== 'string' || !apiVersion.startsWith(`${GROUP}/`) || typeof kind !== 'string')
    return undefined;
  const { name, labels } = recordOf(metadata);
  if (typeof name !== 'string') return undefined;
  return {
    ...rest,
    ...{ apiVersion, kind },
    metadata: {
      ...{ name, uid: `planned ${kind} ${name}`, creationTimestamp: '9999-12-31T23:59:59Z' },
      labels: { ...(recordOf(labels) as Record<string, string>), [OWNER_LABEL]: extension },
    },
  };
}
