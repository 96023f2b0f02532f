import { expect, test } from 'vitest';
import { resourceRequest } from './resource-request.ts';

test.each<[string, string, object]>([
  ['GET', 'g/v1', { verb: 'get' }],
  ['GET', 'g/v1/tides', { verb: 'list', resource: 'tides' }],
  ['HEAD', 'g/v1/tides', { verb: 'list', resource: 'tides' }],
  ['GET', 'g/v1/tides/a', { verb: 'get', resource: 'tides', name: 'a' }],
  ['GET', 'g/v1/tides/a/log', { verb: 'get', resource: 'tides', name: 'a', subresource: 'log' }],
  ['GET', 'g/v1/tides/a/log/b', { verb: 'get', resource: 'tides', name: 'a', subresource: 'log/b' }],
  ['POST', 'g/v1/tides', { verb: 'create', resource: 'tides' }],
  ['PUT', 'g/v1/tides/a', { verb: 'update', resource: 'tides', name: 'a' }],
  ['PATCH', 'g/v1/tides/a', { verb: 'patch', resource: 'tides', name: 'a' }],
  ['DELETE', 'g/v1/tides/a', { verb: 'delete', resource: 'tides', name: 'a' }],
  ['DELETE', 'g/v1/tides', { verb: 'deletecollection', resource: 'tides' }],
  ['OPTIONS', 'g/v1/tides', { verb: 'options', resource: 'tides' }],
  ['GET', 'g/v1/watch/tides', { verb: 'watch', resource: 'tides' }],
  ['GET', 'g/v1/tides?watch=true', { verb: 'watch', resource: 'tides' }],
  ['GET', 'g/v1/tides?watch=0', { verb: 'list', resource: 'tides' }],
  ['GET', 'g/v1/tides?watch=0&watch=1', { verb: 'watch', resource: 'tides' }],
  ['POST', 'g/v1/tides?watch=true', { verb: 'create', resource: 'tides' }],
  ['GET', 'g/v1/namespaces', { verb: 'list', resource: 'namespaces' }],
  ['GET', 'g/v1/namespaces/n', { verb: 'get', resource: 'namespaces', name: 'n', namespace: 'n' }],
  ['GET', 'g/v1/namespaces/n/tides', { verb: 'list', resource: 'tides', namespace: 'n' }],
  ['GET', 'g/v1/workspaces', { verb: 'list', resource: 'workspaces' }],
  ['GET', 'g/v1/workspaces/w', { verb: 'get', resource: 'workspaces', name: 'w' }],
  ['GET', 'g/v1/workspaces/w/tides', { verb: 'list', resource: 'tides', workspace: 'w' }],
  ['GET', 'g/v1/workspaces/w/namespaces', { verb: 'list', resource: 'namespaces', workspace: 'w' }],
  [
    'GET',
    'g/v1/workspaces/w/namespaces/n/tides/a',
    { verb: 'get', resource: 'tides', name: 'a', workspace: 'w', namespace: 'n' },
  ],
  ['GET', 'g/v1/users/u/roles', { verb: 'get', resource: 'users', name: 'u', subresource: 'roles' }],
])('%s /kapis/%s', (method, path, expected) => {
  const [before = '', query] = path.split('?');
  expect(resourceRequest(method, before.split('/'), query)).toEqual({ group: 'g', version: 'v1', ...expected });
});

test('without a group and a version it is about nothing', () => {
  expect(resourceRequest('GET', [])).toBeUndefined();
  expect(resourceRequest('GET', ['g'])).toBeUndefined();
});
