import { isStatusError } from '@luban/kube';
import { expect, test } from 'vitest';
import { requestInfo } from './request-info.ts';

const parse = (method: string, url: string) => {
  const [path = '', query] = url.split('?');
  return requestInfo(method, path, new URLSearchParams(query));
};

test.each<[string, string, object]>([
  [
    'GET',
    '/api/v1/namespaces/n/pods',
    { verb: 'list', group: '', version: 'v1', resource: 'pods', namespace: 'n', name: '' },
  ],
  ['GET', '/api/v1/namespaces/n/pods?watch=true', { verb: 'watch', resource: 'pods' }],
  ['GET', '/api/v1/namespaces/n/pods?watch', { verb: 'watch' }],
  ['GET', '/api/v1/namespaces/n/pods?watch=0', { verb: 'list' }],
  ['HEAD', '/api/v1/pods?watch=1', { verb: 'list', namespace: '' }],
  ['GET', '/api/v1/namespaces/n/pods/p?watch=true', { verb: 'get', name: 'p' }],
  ['POST', '/api/v1/namespaces/n/pods', { verb: 'create' }],
  ['PUT', '/api/v1/namespaces/n/pods', { verb: 'update', name: '' }],
  ['PATCH', '/api/v1/namespaces/n/pods/p', { verb: 'patch' }],
  ['DELETE', '/api/v1/namespaces/n/pods', { verb: 'deletecollection' }],
  ['DELETE', '/api/v1/namespaces/n/pods/p', { verb: 'delete' }],
  ['GET', '/api/v1/namespaces', { verb: 'list', resource: 'namespaces', namespace: '', name: '' }],
  ['GET', '/api/v1/namespaces/n', { verb: 'get', resource: 'namespaces', namespace: 'n', name: 'n' }],
  ['PUT', '/api/v1/namespaces/n/status', { resource: 'namespaces', name: 'n', subresource: 'status' }],
  ['PUT', '/api/v1/namespaces/n/finalize', { resource: 'namespaces', name: 'n', subresource: 'finalize' }],
  ['GET', '/apis/example.com/v1/namespaces/n/status', { resource: 'status', namespace: 'n', name: '' }],
  [
    'GET',
    '/apis/apps/v1/namespaces/n/deployments/d/scale',
    { group: 'apps', resource: 'deployments', name: 'd', subresource: 'scale' },
  ],
  ['GET', '/apis/apps/v1/deployments', { group: 'apps', namespace: '', verb: 'list' }],
  ['GET', '//api//v1///nodes/', { resource: 'nodes', verb: 'list' }],
  ['GET', '/api/v1/nodes/a%2Fb', { name: 'a/b', subresource: '' }],
  [
    'GET',
    '/api/v1/namespaces/n/services/s:80/proxy/a/b%2Fc/',
    { name: 's:80', subresource: 'proxy', rest: ['a', 'b/c'] },
  ],
  ['OPTIONS', '/api/v1/namespaces/n/services/s/proxy/', { verb: 'get', subresource: 'proxy' }],
  ['HEAD', '/api/v1/namespaces/n/pods/p', { verb: 'get' }],
])('%s %s', (method, url, expected) => {
  expect(parse(method, url)).toMatchObject({ isResource: true, ...expected });
});

test.each([
  ['GET', '/'],
  ['GET', '/api'],
  ['GET', '/api/v1'],
  ['GET', '/apis'],
  ['GET', '/apis/apps'],
  ['GET', '/apis/apps/v1'],
  ['GET', '/healthz/ping'],
  ['GET', '/openapi/v3/apis/apps/v1'],
  ['OPTIONS', '/api/v1/pods'],
  ['TRACE', '/api/v1/namespaces/n/pods/p'],
  ['constructor', '/api/v1/pods'],
])('%s %s is no request for a resource', (method, path) => {
  expect(parse(method, path)).toEqual({ isResource: false, verb: method.toLowerCase(), path });
});

test.each(['/api/v1/pods/%', '/api/v1/pods/%zz', '/apis/%ff/v1'])('%s is not well encoded', (path) => {
  expect(() => parse('GET', path)).toThrow(expect.objectContaining({ code: 400 }));
  try {
    parse('GET', path);
  } catch (error) {
    expect(isStatusError(error, 'BadRequest')).toBe(true);
  }
});
