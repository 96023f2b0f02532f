import { expect, test } from 'vitest';
import { requestTarget, requestVerb } from './request-target.ts';

test.each([
  ['/api/v1/pods', { cluster: 'host', group: '', version: 'v1', resource: 'pods' }],
  ['/api/v1/namespaces', { cluster: 'host', group: '', version: 'v1', resource: 'namespaces' }],
  [
    '/api/v1/namespaces/shop',
    { cluster: 'host', group: '', version: 'v1', resource: 'namespaces', name: 'shop', namespace: 'shop' },
  ],
  [
    '/api/v1/namespaces/shop/finalize',
    {
      cluster: 'host',
      group: '',
      version: 'v1',
      resource: 'namespaces',
      name: 'shop',
      namespace: 'shop',
      subresource: 'finalize',
    },
  ],
  [
    '/clusters/member/apis/apps/v1/namespaces/shop/deployments/web/scale',
    {
      cluster: 'member',
      group: 'apps',
      version: 'v1',
      namespace: 'shop',
      resource: 'deployments',
      name: 'web',
      subresource: 'scale',
    },
  ],
  [
    '/api/v1/namespaces/shop/pods/web-0/proxy/a/b',
    {
      cluster: 'host',
      group: '',
      version: 'v1',
      namespace: 'shop',
      resource: 'pods',
      name: 'web-0',
      subresource: 'proxy/a/b',
    },
  ],
  [
    '/kapis/iam.kubesphere.io/v1beta1/users/ada',
    { cluster: 'host', group: 'iam.kubesphere.io', version: 'v1beta1', resource: 'users', name: 'ada' },
  ],
  [
    '/kapis/resources.kubesphere.io/v1alpha3/clusters/member/namespaces/shop/pods',
    { cluster: 'member', group: 'resources.kubesphere.io', version: 'v1alpha3', namespace: 'shop', resource: 'pods' },
  ],
  ['/api/extensions/hello/enable', { resource: 'extensions', name: 'hello', subresource: 'enable' }],
  ['/api/session', { resource: 'session' }],
  ['/proxy/tide/x', { resource: 'proxy', name: 'tide', subresource: 'x' }],
  ['/clusters/a%2Fb/api/v1/pods', { cluster: 'a/b', group: '', version: 'v1', resource: 'pods' }],
  ['/api/v1/pods/%zz', { cluster: 'host', group: '', version: 'v1', resource: 'pods', name: '%zz' }],
  ['/', {}],
  ['/apis', { resource: 'apis' }],
  ['/__proto__/constructor', { resource: '__proto__', name: 'constructor' }],
])('%s', (path, expected) => {
  expect(requestTarget(path)).toEqual(expected);
});

test('however long a path is, what is kept of it is short', () => {
  const target = requestTarget(`/api/v1/namespaces/${'n'.repeat(10_000)}/pods/${'/x'.repeat(10_000)}`);
  expect(JSON.stringify(target).length).toBeLessThan(1_000);
});

test.each([
  ['POST', '/api/v1/namespaces/a/pods', 'create'],
  ['PUT', '/api/v1/namespaces/a/pods/b', 'update'],
  ['PATCH', '/api/v1/namespaces/a/pods/b', 'patch'],
  ['DELETE', '/api/v1/namespaces/a/pods/b', 'delete'],
  ['DELETE', '/api/v1/namespaces/a/pods', 'deletecollection'],
  ['DELETE', '/api/session', 'delete'],
  ['GET', '/api/v1/namespaces/a/pods/b/exec', 'get'],
  ['PURGE', '/x', 'purge'],
])('%s %s is %s', (method, path, verb) => {
  expect(requestVerb(method, requestTarget(path))).toBe(verb);
});
