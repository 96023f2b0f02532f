import { expect, test } from 'vitest';
import { forbiddenMessage, forbiddenRequest } from './forbidden-message.ts';
import { person } from './testing.ts';
import type { Attributes } from './user.ts';

const list = { user: person('u'), verb: 'list', group: '', version: 'v1', resource: 'pods', namespace: 'n', name: '' };

test.each<[Attributes, string]>([
  [list, 'User "u" cannot list resource "pods" in API group "" in the namespace "n"'],
  [{ ...list, namespace: '' }, 'User "u" cannot list resource "pods" in API group "" at the cluster scope'],
  [
    { ...list, verb: 'get', subresource: 'log', group: 'g.io' },
    'User "u" cannot get resource "pods/log" in API group "g.io" in the namespace "n"',
  ],
  [{ user: person('u'), verb: 'get', path: '/x' }, 'User "u" cannot get path "/x"'],
  [{ user: person('<b>&'), verb: 'get', path: '/x' }, 'User "&lt;b&gt;&amp;" cannot get path "/x"'],
])('says what is forbidden: %#', (attributes, sentence) => {
  expect(forbiddenMessage(attributes)).toBe(sentence);
});

test('puts the reason behind the sentence, and the resource before it', () => {
  const reason = 'RBAC: clusterrole.rbac.authorization.k8s.io "x" not found';
  const error = forbiddenRequest({ ...list, group: 'apps', resource: 'deployments', name: 'web', verb: 'get' }, reason);
  expect(error.status).toMatchObject({
    code: 403,
    reason: 'Forbidden',
    message: `deployments.apps "web" is forbidden: User "u" cannot get resource "deployments" in API group "apps" in the namespace "n": ${reason}`,
    details: { name: 'web', group: 'apps', kind: 'deployments' },
  });
  expect(forbiddenRequest({ user: person('u'), verb: 'get', path: '/x' }, '').message).toBe(
    'forbidden: User "u" cannot get path "/x"',
  );
});
