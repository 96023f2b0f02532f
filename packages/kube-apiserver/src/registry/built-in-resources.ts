import { type GroupResource, parseApiVersion, qualifiedName } from '@luban/kube';
import type { BuiltInSchemas } from '../schema/built-in-schemas.ts';
import type { StorageKey } from '../store/store.ts';
import type { TablePrinter } from '../table/table.ts';
import { autoscalerConversion } from './autoscaler-conversion.ts';
import { defaultPrinter } from './default-printer.ts';
import { eventConversion } from './event-conversion.ts';
import { RESOURCE_TABLE, type ResourceRow, type SubresourceRow } from './resource-table.ts';
import { ALL_VERBS, type ResourceType, type SubresourceType } from './resource-type.ts';
import type { Strategy } from './strategy.ts';
import { workloadScale } from './workload-scale.ts';

export interface BuiltInParts {
  schemas: BuiltInSchemas;
  /** What is particular about kinds. Where there is none, objects are kept as they come. */
  strategies: Readonly<Record<StorageKey, Strategy>>;
  /** How kinds are shown in tables. Default: name and age. */
  printers: Readonly<Record<StorageKey, TablePrinter>>;
}

/** Resources that have more than one version, and how the ones that are not kept are converted. */
const CONVERSIONS: Readonly<Record<string, ResourceType['conversion']>> = {
  'events.k8s.io/v1/events': eventConversion,
  'autoscaling/v1/horizontalpodautoscalers': autoscalerConversion,
};

/** Resources that are kept under the key of another one. */
const SHARED_KEYS: Readonly<Record<string, StorageKey>> = { 'events.events.k8s.io': 'events' };

/** What a built-in resource is kept under: `pods`, `deployments.apps`. */
export function builtInStorageKey(resource: GroupResource): StorageKey {
  const name = qualifiedName(resource);
  return SHARED_KEYS[name] ?? name;
}

/** Every resource of Kubernetes itself. */
export function builtInTypes({ schemas, strategies, printers }: BuiltInParts): ResourceType[] {
  return Object.entries(RESOURCE_TABLE).flatMap(([apiVersion, rows]) => {
    const { group, version } = parseApiVersion(apiVersion);
    return rows.map((row): ResourceType => {
      const schema = schemas.kind(group, version, row.kind);
      if (schema === undefined) throw new Error(`There is no schema of ${apiVersion} ${row.kind}.`);
      const storageKey = builtInStorageKey({ group, resource: row.resource });
      const conversion = CONVERSIONS[`${apiVersion}/${row.resource}`];
      return {
        group,
        version,
        kind: row.kind,
        listKind: `${row.kind}List`,
        resource: row.resource,
        singular: row.kind.toLowerCase(),
        namespaced: row.namespaced,
        shortNames: row.shortNames ?? [],
        categories: row.categories ?? [],
        verbs: row.verbs ?? ALL_VERBS,
        storageKey,
        schema,
        strategy: strategies[storageKey] ?? {},
        printer: printers[storageKey] ?? defaultPrinter,
        subresources: subresourcesOf(row, group, version),
        custom: false,
        ...(row.subresources?.scale !== undefined && { scale: workloadScale }),
        ...(conversion !== undefined && { conversion }),
        ...(row.deprecation !== undefined && { deprecation: row.deprecation }),
      };
    });
  });
}

function subresourcesOf(row: ResourceRow, group: string, version: string): SubresourceType[] {
  return Object.entries(row.subresources ?? {}).map(([name, { kind = row.kind, verbs }]: [string, SubresourceRow]) => {
    const parts = kind.split('/');
    const own = parts.length === 1;
    return {
      name,
      group: own ? group : (parts[0] ?? ''),
      version: own ? version : (parts[1] ?? ''),
      kind: parts.at(-1) ?? '',
      verbs,
    };
  });
}
