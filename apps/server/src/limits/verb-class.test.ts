import { expect, test } from 'vitest';
import { verbClass } from './verb-class.ts';

test.each([
  ['GET', '/healthz', undefined],
  ['GET', '/readyz?verbose', undefined],
  ['GET', '/assets/entry-1.js', undefined],
  ['GET', '/ext/alpha/1.0.0/entry.js', undefined],
  ['HEAD', '/dist/tides/index.js', undefined],
  ['GET', '/', 'read'],
  ['GET', '/healthz/../api/system', 'read'],
  ['POST', '/ext/alpha', 'write'],
  ['POST', '/assets/x', 'write'],
  ['GET', '/api/v1/pods?limit=500', 'read'],
  ['GET', '/api/v1/pods?watch=true', 'watch'],
  ['GET', '/clusters/member/api/v1/pods?limit=1&watch=1', 'watch'],
  ['GET', '/api/v1/pods?watcher=true', 'read'],
  ['GET', '/api/v1/pods?labelSelector=watch=true', 'read'],
  ['GET', '/api/v1/pods?watch=false', 'read'],
  ['GET', '/api/v1/watch/namespaces/a/pods', 'watch'],
  ['GET', '/apis/apps/v1/watch/deployments', 'watch'],
  ['GET', '/api/v1/namespaces/a/pods/b/log?follow=true&container=c', 'watch'],
  ['GET', '/api/v1/namespaces/a/pods/b/log', 'read'],
  ['GET', '/api/events?revision=1', 'watch'],
  ['GET', '/api/center/events', 'watch'],
  ['GET', '/api/center/installations/tide/log', 'watch'],
  ['GET', '/api/center/installations/tide', 'read'],
  ['POST', '/api/v1/namespaces/a/pods/b/exec?command=sh', 'watch'],
  ['POST', '/api/session', 'login'],
  ['GET', '/api/session', 'read'],
  ['DELETE', '/api/session', 'write'],
  ['POST', '/api/sessions', 'write'],
  ['POST', '/oauth/token', 'login'],
  ['POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', 'read'],
  ['POST', '/clusters/m/apis/authorization.k8s.io/v1/namespaces/a/localsubjectaccessreviews', 'read'],
  ['POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', 'read'],
  ['POST', '/apis/reviews.example.com/v1/bookreviews', 'write'],
  ['PATCH', '/apis/apps/v1/namespaces/a/deployments/b', 'write'],
  ['PROPFIND', '/x', 'write'],
] as const)('%s %s is %s', (method, url, expected) => {
  expect(verbClass({ method, url, upgrade: false })).toBe(expected);
});

test('whatever asks for another protocol is long, files and signs of life included', () => {
  for (const url of ['/api/live', '/assets/x.js', '/healthz', '/clusters/a/api/v1/namespaces/b/pods/c/exec']) {
    expect(verbClass({ method: 'GET', url, upgrade: true })).toBe('watch');
  }
});

test('long addresses need no time that grows faster than they do', () => {
  // The patience of the test runner is the limit: quadratic patterns would take minutes.
  for (const part of ['/', '/a', 'a', '/apis/', '/watch', '?watch=', '&watch=tru', '/api/v1/']) {
    for (const head of ['', '/apis/authorization.k8s.io/v1/', '/clusters/a/apis/']) {
      const long = part.repeat(2 ** 20 / part.length);
      expect(verbClass({ method: 'POST', url: head + long, upgrade: false })).toBeDefined();
      expect(verbClass({ method: 'GET', url: `${head}?${long}`, upgrade: false })).toBe('read');
    }
  }
});
