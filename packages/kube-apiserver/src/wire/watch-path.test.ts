import { expect, test } from 'vitest';
import type { ApiRequest } from './api-request.ts';
import { withoutWatchPath } from './watch-path.ts';

const url = (method: string, text: string) => {
  const [path = '', query] = text.split('?');
  const request = { method, path, query: new URLSearchParams(query) } as ApiRequest;
  const now = withoutWatchPath(request);
  return `${now.path}?${now.query}`;
};

test.each([
  ['/api/v1/watch/pods', '/api/v1/pods?watch=true'],
  ['/api/v1/watch/namespaces/n/pods', '/api/v1/namespaces/n/pods?watch=true'],
  ['/api/v1/watch/namespaces/n/pods/p', '/api/v1/namespaces/n/pods?watch=true&fieldSelector=metadata.name%3Dp'],
  ['/api/v1/watch/namespaces/n', '/api/v1/namespaces?watch=true&fieldSelector=metadata.name%3Dn'],
  [
    '/apis/example.com/v1/watch/tides/high?timeoutSeconds=5',
    '/apis/example.com/v1/tides?timeoutSeconds=5&watch=true&fieldSelector=metadata.name%3Dhigh',
  ],
])('%s is %s', (old, now) => {
  expect(url('GET', old)).toBe(now);
});

test.each([
  ['GET', '/api/v1/watch'],
  ['POST', '/api/v1/watch/pods'],
  ['GET', '/api/v1/namespaces/watch/pods'],
  ['GET', '/apis/example.com/v1/tides/watch'],
  ['GET', '/watch/pods'],
])('%s %s is something else', (method, path) => {
  expect(url(method, path)).toBe(`${path}?`);
});
