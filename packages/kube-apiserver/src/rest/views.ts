/** An object or a list in the form that the client asked for. */
import { apiVersionOf, badRequest, type KubeObject, type ListMeta, notAcceptable } from '@luban/kube';
import type { ResourceType } from '../registry/resource-type.ts';
import type { StoredObject } from '../store/store.ts';
import type { ApiResponse } from '../wire/api-request.ts';
import type { Negotiated } from '../wire/negotiate.ts';
import { PartedBody } from '../wire/parted-body.ts';
import { encoded } from '../wire/respond.ts';
import { servedJson, servedObject } from './served-object.ts';

export type IncludeObject = 'None' | 'Metadata' | 'Object';

export interface ViewOptions extends Negotiated {
  /** What table rows carry beside their cells. */
  includeObject: IncludeObject;
  /** Milliseconds of the epoch, for ages. */
  now: number;
}

/** @throws StatusError 400 for an unknown `includeObject` */
export function includeObject(query: URLSearchParams): IncludeObject {
  const value = query.get('includeObject') || 'Metadata';
  if (value === 'None' || value === 'Metadata' || value === 'Object') return value;
  throw badRequest(`unrecognized includeObject value: ${JSON.stringify(value)}`);
}

export function respondObject(
  type: ResourceType,
  stored: StoredObject,
  options: ViewOptions,
  status = 200,
): ApiResponse {
  if (options.view === 'object') return encoded(status, servedJson(type, stored), options);
  return encoded(status, viewOfObject(type, servedObject(type, stored), options), options);
}

/** For an object that is not, or not yet, in the store: a dry run, a subresource. It must be in the served version. */
export function respondDraft(type: ResourceType, object: KubeObject, options: ViewOptions, status = 200): ApiResponse {
  return encoded(status, viewOfObject(type, object, options), options);
}

export function respondList(
  type: ResourceType,
  items: readonly StoredObject[],
  metadata: ListMeta,
  options: ViewOptions,
): ApiResponse {
  switch (options.view) {
    case 'object':
      return respondObjects(type, items, metadata, options);
    case 'Table':
      return encoded(
        200,
        tableOf(
          type,
          items.map((item) => servedObject(type, item)),
          metadata,
          options,
        ),
        options,
      );
    case 'PartialObjectMetadataList':
      return encoded(
        200,
        {
          kind: 'PartialObjectMetadataList',
          apiVersion: `meta.k8s.io/${options.viewVersion}`,
          metadata,
          items: items.map((item) => partialMetadata(item.object, options.viewVersion)),
        },
        options,
      );
    default:
      throw notAcceptable(['application/json']);
  }
}

/** The object of a watch event, as JSON. */
export function eventObject(type: ResourceType, stored: StoredObject, options: ViewOptions, first: boolean): Buffer {
  if (options.view === 'object') return servedJson(type, stored);
  const object = servedObject(type, stored);
  if (options.view !== 'Table') return Buffer.from(JSON.stringify(partialMetadata(object, options.viewVersion)));
  const { resourceVersion } = object.metadata;
  const table = tableOf(type, [object], { resourceVersion }, options);
  // Columns are told once; clients remember them.
  return Buffer.from(JSON.stringify(first ? table : { ...table, columnDefinitions: null }));
}

function viewOfObject(type: ResourceType, object: KubeObject, options: ViewOptions): object {
  switch (options.view) {
    case 'object':
      return object;
    case 'Table':
      return tableOf(type, [object], { resourceVersion: object.metadata.resourceVersion }, options);
    case 'PartialObjectMetadata':
      return partialMetadata(object, options.viewVersion);
    case 'PartialObjectMetadataList':
      throw notAcceptable(['application/json']);
  }
}

function respondObjects(
  type: ResourceType,
  items: readonly StoredObject[],
  metadata: ListMeta,
  options: ViewOptions,
): ApiResponse {
  const head = JSON.stringify({ kind: type.listKind, apiVersion: apiVersionOf(type), metadata });
  const parts: Buffer[] = [Buffer.from(`${head.slice(0, -1)},"items":[`)];
  for (const item of items) {
    if (parts.length > 1) parts.push(COMMA);
    parts.push(servedJson(type, item));
  }
  parts.push(END);
  return encoded(200, new PartedBody(parts), options);
}

const COMMA = Buffer.from(',');
const END = Buffer.from(']}\n');

function tableOf(
  { printer }: ResourceType,
  objects: readonly KubeObject[],
  metadata: ListMeta,
  { viewVersion, includeObject, now }: ViewOptions,
) {
  return {
    kind: 'Table',
    apiVersion: `meta.k8s.io/${viewVersion}`,
    metadata,
    columnDefinitions: printer.columns,
    rows: objects.map((object) => ({
      cells: printer.cells(object, now),
      ...(includeObject !== 'None' && {
        object: includeObject === 'Object' ? object : partialMetadata(object, viewVersion),
      }),
    })),
  };
}

function partialMetadata({ metadata }: KubeObject, version: string) {
  return { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`, metadata };
}
