import type { Schema } from '../../schema/schema.ts';
import { defaultPrinter } from '../default-printer.ts';
import { ALL_VERBS, type ResourceType } from '../resource-type.ts';

/** A type as a CustomResourceDefinition makes it. */
export function customType(
  group: string,
  version: string,
  kind: string,
  schema: Schema = { type: 'object' },
): ResourceType {
  const singular = kind.toLowerCase();
  return {
    group,
    version,
    kind,
    listKind: `${kind}List`,
    resource: `${singular}s`,
    singular,
    namespaced: true,
    shortNames: [],
    categories: [],
    verbs: ALL_VERBS,
    storageKey: `${singular}s.${group}`,
    schema: { schema, source: { resolve: (same) => same } },
    strategy: {},
    printer: defaultPrinter,
    subresources: [],
    custom: true,
  };
}
