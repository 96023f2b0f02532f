import { describe, expect, it } from 'vitest';
import { listUrl, objectUrl, placeOf } from './place.ts';

const POD = { group: '', version: 'v1', resource: 'pods' };
const ROLE = { group: 'rbac.authorization.k8s.io', version: 'v1', resource: 'clusterroles' };
const WIDGET = { group: 'acme.dev', version: 'v1beta1', resource: 'widgets' };

describe('places', () => {
  it.each([
    [{ cluster: 'host', ...POD, namespace: 'shop', name: 'web-0' }, undefined, '/clusters/host/pods/shop/web-0'],
    [{ cluster: 'host', ...POD, namespace: 'shop', name: 'web-0' }, 'shop', '/clusters/host/projects/shop/pods/web-0'],
    [{ cluster: 'host', ...POD, namespace: 'other', name: 'a' }, 'shop', '/clusters/host/pods/other/a'],
    [
      { cluster: 'host', ...ROLE, name: 'system:node' },
      undefined,
      '/clusters/host/resources/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode',
    ],
    [
      { cluster: 'eu 1', ...WIDGET, namespace: 'shop', name: 'w' },
      'shop',
      '/clusters/eu%201/projects/shop/resources/acme.dev/v1beta1/widgets/w',
    ],
  ])('%j in %s is at %s, and that URL names it', (object, project, url) => {
    expect(objectUrl(object, project)).toBe(url);
    const { cluster, kind, namespace, name } = placeOf(url) ?? {};
    expect({ cluster, namespace, name, resource: kind?.resource, group: kind?.group }).toEqual({
      cluster: object.cluster,
      namespace: 'namespace' in object ? object.namespace : undefined,
      name: object.name,
      resource: object.resource,
      group: object.group,
    });
  });

  it('tells lists from objects', () => {
    expect(placeOf(listUrl({ cluster: 'c', kind: POD }))).toMatchObject({ name: undefined, project: undefined });
    expect(placeOf(listUrl({ cluster: 'c', project: 'p', kind: WIDGET }))).toMatchObject({
      project: 'p',
      namespace: 'p',
    });
    expect(placeOf('/clusters/c/resources')).toEqual({ cluster: 'c' });
    expect(placeOf('/clusters/c/resources/core/v1/endpoints')?.kind?.group).toBe('');
  });

  it.each([
    '/',
    '/clusters',
    '/clusters/c',
    '/clusters/c/unknown',
    '/clusters/c/resources/a/b',
    '/clusters/c/pods/a/b/c',
  ])('%s is none of ours', (path) => expect(placeOf(path)).toBeUndefined());

  it('survives escapes that are none', () => expect(placeOf('/clusters/c/pods/%zz')?.name).toBe('%zz'));
});
