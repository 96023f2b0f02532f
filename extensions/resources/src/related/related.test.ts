import { describe, expect, it } from 'vitest';
import type { Kind } from '../kinds/kind.ts';
import { ownedKinds, ownedObjects } from './owned-objects.ts';
import { labelSelector, podsOf } from './pods-of.ts';
import { referencesOf } from './references.ts';

const kind = (group: string, resource: string, namespaced = true): Kind => ({
  group,
  version: 'v1',
  resource,
  kind: resource,
  namespaced,
  verbs: ['list'],
  shortNames: [],
  categories: [],
});

describe('what an object owns', () => {
  it('is looked for among what controllers make and in its own group', () => {
    const kinds = [
      kind('', 'pods'),
      kind('', 'events'),
      kind('acme.dev', 'gears'),
      kind('other.dev', 'x'),
      kind('', 'nodes', false),
    ];
    expect(ownedKinds(kinds, { group: 'acme.dev', namespaced: true }).map(({ resource }) => resource)).toEqual([
      'pods',
      'gears',
    ]);
    expect(ownedKinds(kinds, { group: 'apps', namespaced: true }).map(({ resource }) => resource)).toEqual(['pods']);
  });

  it('is found by the uid of its owner, and what may not be listed is left out', async () => {
    const item = (name: string, uid: string) => ({
      metadata: { name, namespace: 'shop', uid: name, ownerReferences: [{ uid }] },
    });
    const fetch = async (path: string | URL) =>
      String(path).includes('secrets')
        ? Response.json({ kind: 'Status', reason: 'Forbidden' }, { status: 403 })
        : Response.json({ items: [item('mine', 'u-1'), item('theirs', 'u-2'), { metadata: null }] });
    const found = await ownedObjects(fetch, {
      cluster: 'host',
      namespace: 'shop',
      uid: 'u-1',
      kinds: [kind('', 'pods'), kind('', 'secrets')],
      signal: new AbortController().signal,
    });
    expect(found.map(({ name, kind: { resource } }) => [resource, name])).toEqual([['pods', 'mine']]);
  });

  it('is not made up when the cluster is in trouble', async () => {
    const fetch = async () => Response.json({}, { status: 500 });
    const options = {
      cluster: 'host',
      namespace: 'shop',
      uid: 'u',
      kinds: [kind('', 'pods')],
      signal: new AbortController().signal,
    };
    await expect(ownedObjects(fetch, options)).rejects.toMatchObject({ status: 500 });
  });
});

describe('what an object needs', () => {
  it('is read from the whole of a pod, each once', () => {
    const pod = {
      metadata: { namespace: 'shop' },
      spec: {
        nodeName: 'n-1',
        serviceAccountName: 'web',
        volumes: [
          { configMap: { name: 'conf' } },
          { secret: { secretName: 'tls' } },
          { persistentVolumeClaim: { claimName: 'data' } },
          { projected: { sources: [{ configMap: { name: 'root-ca' } }, { serviceAccountToken: {} }] } },
        ],
        containers: [
          { envFrom: [{ configMapRef: { name: 'conf' } }], env: [{ valueFrom: { secretKeyRef: { name: 'db' } } }] },
        ],
      },
    };
    const found = referencesOf({ group: '', resource: 'pods' }, pod).map(({ resource, namespace, name }) => [
      resource,
      namespace,
      name,
    ]);
    expect(found).toEqual([
      ['nodes', undefined, 'n-1'],
      ['serviceaccounts', 'shop', 'web'],
      ['configmaps', 'shop', 'conf'],
      ['secrets', 'shop', 'tls'],
      ['persistentvolumeclaims', 'shop', 'data'],
      ['configmaps', 'shop', 'root-ca'],
      ['secrets', 'shop', 'db'],
    ]);
  });

  it('is nothing for kinds that nobody knows, and for what makes no sense', () => {
    expect(referencesOf({ group: '', resource: 'constructor' }, {})).toEqual([]);
    expect(referencesOf({ group: '', resource: 'pods' }, { spec: { volumes: 7, containers: [null] } })).toEqual([]);
  });
});

describe('the pods of an object', () => {
  it('are chosen by its selector, written as it is typed', () => {
    const selector = {
      matchLabels: { app: 'web' },
      matchExpressions: [
        { key: 'tier', operator: 'In', values: ['a', 'b'] },
        { key: 'old', operator: 'DoesNotExist' },
        { key: 'new', operator: 'Exists' },
        { key: 'x', operator: 'NotIn', values: ['y'] },
      ],
    };
    expect(labelSelector(selector)).toBe('app=web,tier in (a,b),!old,new,x notin (y)');
    const deployment = { metadata: { namespace: 'shop' }, spec: { selector } };
    expect(podsOf({ group: 'apps', resource: 'deployments' }, deployment)?.query.namespace).toBe('shop');
  });

  it('are none where a selector chooses none, which is not all', () => {
    expect(podsOf({ group: '', resource: 'services' }, { metadata: { namespace: 'a' }, spec: {} })).toBeUndefined();
    expect(podsOf({ group: '', resource: 'configmaps' }, {})).toBeUndefined();
  });

  it('are those of a node wherever they are', () => {
    const query = podsOf({ group: '', resource: 'nodes' }, { metadata: { name: 'n-1' } })?.query;
    expect(query).toEqual({ fieldSelector: 'spec.nodeName=n-1' });
  });
});
