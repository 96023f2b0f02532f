import { expect, it } from 'vitest';
import { clusterName, readContext } from './read-context.ts';

const KUBECONFIG = `
current-context: admin@eu
clusters: [{ name: eu, cluster: { server: "https://eu.example.com:6443" } }]
contexts: [{ name: admin@eu, context: { cluster: eu, user: admin } }]
`;

it('reads the current context', () => {
  expect(readContext(KUBECONFIG)).toEqual({ name: 'admin@eu', server: 'https://eu.example.com:6443' });
});

it.each([
  '',
  'a: [',
  '[]',
  'clusters: 7',
  'current-context: x',
  'a: &a [1]\nb: [*a, *a]',
  '{"clusters":[{"name":"__proto__"}]}',
])('makes nothing of %j', (text) => expect(readContext(text)).toBeUndefined());

it.each([
  ['admin@eu', 'eu'],
  ['arn:aws:eks:eu-1:123:cluster/Shop_Prod', 'shop-prod'],
  ['kubernetes-admin@kubernetes', 'kubernetes'],
  ['---', ''],
  ['a'.repeat(40), 'a'.repeat(32)],
])('calls %s %s', (context, name) => expect(clusterName(context)).toBe(name));
