import { describe, expect, test } from 'vitest';
import { builtInTypes } from '../registry/built-in-resources.ts';
import { ResourceRegistry } from '../registry/resource-registry.ts';
import { customType } from '../registry/testing/custom-type.ts';
import { builtInSchemas } from '../schema/built-in-schemas.ts';
import { DiscoveryDocuments } from './discovery-documents.ts';
import type { PublishedDocument } from './published-document.ts';

const builtIn = builtInTypes({ schemas: builtInSchemas(), strategies: {}, printers: {} });
const metrics = {
  group: 'metrics.k8s.io',
  version: 'v1beta1',
  groupPriority: 100,
  versionPriority: 100,
  resources: [
    {
      resource: 'pods',
      singular: 'pod',
      kind: 'PodMetrics',
      namespaced: true,
      verbs: ['get', 'list'],
      shortNames: [],
      categories: [],
      subresources: [],
    },
  ],
};

function setUp() {
  const registry = new ResourceRegistry(builtIn);
  return { registry, documents: new DiscoveryDocuments(registry, () => '127.0.0.1:6443') };
}

interface Aggregated {
  kind: string;
  apiVersion: string;
  items: { metadata: { name?: string }; versions: { resources: { resource: string; subresources?: unknown[] }[] }[] }[];
}

/** The caller names the shape. */
function read<T = unknown>(document: PublishedDocument | undefined): T {
  return JSON.parse(document?.body.toString() ?? 'null') as T;
}

describe('aggregated', () => {
  test('the core group has no name', () => {
    const { kind, apiVersion, items } = read<Aggregated>(setUp().documents.aggregated('api', 'v2'));
    expect({ kind, apiVersion }).toEqual({ kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2' });
    expect(items).toHaveLength(1);
    expect(items[0]?.metadata).toEqual({ creationTimestamp: null });
    const pods = items[0]?.versions[0]?.resources.find(({ resource }) => resource === 'pods');
    expect(pods).toMatchObject({
      responseKind: { group: '', version: 'v1', kind: 'Pod' },
      scope: 'Namespaced',
      singularResource: 'pod',
      verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
      shortNames: ['po'],
      categories: ['all'],
    });
    expect(pods?.subresources).toContainEqual({
      subresource: 'eviction',
      responseKind: { group: 'policy', version: 'v1', kind: 'Eviction' },
      verbs: ['create'],
    });
  });

  test('other servers are told as they say, and as stale when they say nothing', () => {
    const { registry, documents } = setUp();
    registry.setExternal([metrics, { ...metrics, group: 'dead.example', resources: undefined }]);
    const groups = read<Aggregated>(documents.aggregated('apis', 'v2beta1')).items.slice(-2);
    expect(groups.map(({ metadata }) => metadata.name)).toEqual(['dead.example', 'metrics.k8s.io']);
    expect(groups[0]?.versions).toEqual([{ version: 'v1beta1', resources: [], freshness: 'Stale' }]);
    expect(groups[1]?.versions).toEqual([
      {
        version: 'v1beta1',
        freshness: 'Current',
        resources: [
          {
            resource: 'pods',
            responseKind: { group: 'metrics.k8s.io', version: 'v1beta1', kind: 'PodMetrics' },
            scope: 'Namespaced',
            singularResource: 'pod',
            verbs: ['get', 'list'],
          },
        ],
      },
    ]);
  });
});

describe('one at a time', () => {
  test('/api', () => {
    expect(read(setUp().documents.apiVersions())).toEqual({
      kind: 'APIVersions',
      versions: ['v1'],
      serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: '127.0.0.1:6443' }],
    });
  });

  test('/apis and its groups', () => {
    const { registry, documents } = setUp();
    registry.setExternal([metrics]);
    const { groups } = read<{ groups: { name: string }[] }>(documents.apiGroupList());
    expect(groups[0]?.name).toBe('apiregistration.k8s.io');
    expect(groups.at(-1)?.name).toBe('metrics.k8s.io');
    const autoscaling = {
      name: 'autoscaling',
      versions: [
        { groupVersion: 'autoscaling/v2', version: 'v2' },
        { groupVersion: 'autoscaling/v1', version: 'v1' },
      ],
      preferredVersion: { groupVersion: 'autoscaling/v2', version: 'v2' },
    };
    expect(groups).toContainEqual(autoscaling);
    expect(read(documents.apiGroup('autoscaling'))).toEqual({ kind: 'APIGroup', apiVersion: 'v1', ...autoscaling });
    expect(documents.apiGroup('nobody')).toBeUndefined();
    expect(documents.apiGroup('')).toBeUndefined();
  });

  test('resources of a version', () => {
    const { registry, documents } = setUp();
    const core = read<{ resources: unknown[] }>(documents.apiResourceList('', 'v1'));
    expect(core).toMatchObject({ kind: 'APIResourceList', groupVersion: 'v1' });
    expect(core.resources).toContainEqual({
      name: 'pods/eviction',
      singularName: '',
      namespaced: true,
      group: 'policy',
      version: 'v1',
      kind: 'Eviction',
      verbs: ['create'],
    });
    expect(core.resources).toContainEqual({
      name: 'pods/log',
      singularName: '',
      namespaced: true,
      kind: 'Pod',
      verbs: ['get'],
    });
    expect(documents.apiResourceList('apps', 'v2')).toBeUndefined();
    registry.setExternal([metrics]);
    expect(documents.apiResourceList('metrics.k8s.io', 'v1beta1')).toBeUndefined();
  });
});

test('documents are kept until something changes', () => {
  const { registry, documents } = setUp();
  const before = documents.aggregated('apis', 'v2');
  expect(documents.aggregated('apis', 'v2')).toBe(before);
  expect(before.hash).toMatch(/^[0-9A-F]{128}$/);
  registry.setCustom([customType('example.com', 'v1', 'Cron')]);
  const after = documents.aggregated('apis', 'v2');
  expect(after.hash).not.toBe(before.hash);
  expect(after.body.toString()).toContain('"crons"');
  registry.setCustom([]);
  expect(documents.aggregated('apis', 'v2').hash).toBe(before.hash);
});
