import { expect, test, vi } from 'vitest';
import { builtInSchemas } from '../schema/built-in-schemas.ts';
import { builtInTypes } from './built-in-resources.ts';
import { externalResources } from './external-api.ts';
import { ResourceRegistry } from './resource-registry.ts';
import { customType } from './testing/custom-type.ts';

const builtIn = builtInTypes({ schemas: builtInSchemas(), strategies: {}, printers: {} });
const metrics = { group: 'metrics.k8s.io', version: 'v1beta1', groupPriority: 100, versionPriority: 100 };

test('types are found by plural and by kind', () => {
  const registry = new ResourceRegistry(builtIn);
  const deployments = registry.find('apps', 'v1', 'deployments');
  expect(deployments?.kind).toBe('Deployment');
  expect(registry.findKind('apps', 'v1', 'Deployment')).toBe(deployments);
  expect(registry.find('apps', 'v2', 'deployments')).toBeUndefined();
  expect(registry.findPreferred('autoscaling', 'horizontalpodautoscalers')?.version).toBe('v2');
  expect(registry.findStored('events')?.group).toBe('');
  expect(registry.findStored('horizontalpodautoscalers.autoscaling')?.version).toBe('v2');
  expect(registry.findStored('nothing')).toBeUndefined();
});

test('the core group comes first, groups of custom resources after the built-in ones, by name', () => {
  const registry = new ResourceRegistry(builtIn);
  registry.setCustom([customType('b.example', 'v1', 'Beta'), customType('a.example', 'v1', 'Alpha')]);
  registry.setExternal([{ ...metrics, resources: [] }]);
  const names = registry.groups.map(({ name }) => name);
  expect(names.slice(0, 4)).toEqual(['', 'apiregistration.k8s.io', 'apps', 'events.k8s.io']);
  expect(names.slice(-3)).toEqual(['a.example', 'b.example', 'metrics.k8s.io']);
});

test('versions come in the order of preference', () => {
  const registry = new ResourceRegistry(builtIn);
  registry.setCustom(['v1alpha1', 'v2', 'v1', 'v2beta1'].map((version) => customType('a.example', version, 'Alpha')));
  expect(registry.groups.at(-1)?.versions.map(({ version }) => version)).toEqual(['v2', 'v1', 'v2beta1', 'v1alpha1']);
  registry.setCustom([]);
  registry.setExternal([metrics, { ...metrics, version: 'v1', versionPriority: 1 }]);
  expect(registry.groups.at(-1)?.versions.map(({ version }) => version)).toEqual(['v1beta1', 'v1']);
});

test('nobody takes the place of a built-in type or of types that this server answers for', () => {
  const registry = new ResourceRegistry(builtIn);
  registry.setCustom([{ ...customType('apps', 'v1', 'Deployment'), resource: 'deployments' }]);
  expect(registry.find('apps', 'v1', 'deployments')?.custom).toBe(false);
  registry.setExternal([{ ...metrics, group: 'apps', version: 'v1' }]);
  expect(registry.groups.find(({ name }) => name === 'apps')?.versions[0]?.external).toBeUndefined();
});

test('changes are told, and counted', () => {
  const registry = new ResourceRegistry(builtIn);
  const listener = vi.fn();
  const before = registry.revision;
  const subscription = registry.onChange(listener);
  registry.setCustom([customType('a.example', 'v1', 'Alpha')]);
  expect(registry.find('a.example', 'v1', 'alphas')).toBeDefined();
  registry.setExternal([metrics]);
  expect(registry.findExternal('metrics.k8s.io', 'v1beta1')).toBe(metrics);
  expect(listener).toHaveBeenCalledTimes(2);
  expect(registry.revision).toBe(before + 2);
  subscription[Symbol.dispose]();
  registry.setCustom([]);
  expect(listener).toHaveBeenCalledTimes(2);
  expect(registry.find('a.example', 'v1', 'alphas')).toBeUndefined();
});

test("a backend's own list is read, whatever else it says", () => {
  const list = {
    kind: 'APIResourceList',
    resources: [
      { name: 'pods', singularName: 'pod', namespaced: true, kind: 'PodMetrics', verbs: ['get', 7], shortNames: 'x' },
      { name: 'pods/scale', namespaced: true, kind: 'Scale', group: 'autoscaling', version: 'v1', verbs: ['get'] },
      { name: 7 },
      null,
    ],
  };
  expect(externalResources(list)).toEqual([
    {
      resource: 'pods',
      singular: 'pod',
      kind: 'PodMetrics',
      namespaced: true,
      verbs: ['get'],
      shortNames: [],
      categories: [],
      subresources: [
        {
          resource: 'scale',
          kind: 'Scale',
          responseGroup: 'autoscaling',
          responseVersion: 'v1',
          namespaced: true,
          verbs: ['get'],
        },
      ],
    },
  ]);
  expect(externalResources('nonsense')).toEqual([]);
});
