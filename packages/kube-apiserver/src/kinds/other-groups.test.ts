/** What changes, and what may not, of kinds outside of core, apps and batch. */
import { describe, expect, test } from 'vitest';
import { created, defaulted, objectOf, strategyOf, updated, updateProblems } from './testing/strategy-harness.ts';

const RBAC = 'rbac.authorization.k8s.io';
const sampleRequest = Buffer.from('-----BEGIN CERTIFICATE REQUEST-----\n').toString('base64');

describe('what may not change', () => {
  test.each<
    [
      key: string,
      namespaced: boolean,
      before: Record<string, unknown>,
      after: Record<string, unknown>,
      sentence: string,
    ]
  >([
    [
      `rolebindings.${RBAC}`,
      true,
      { roleRef: { kind: 'Role', name: 'a' } },
      { roleRef: { kind: 'Role', name: 'b' } },
      `roleRef: Invalid value: {"kind":"Role","name":"b","apiGroup":"${RBAC}"}: cannot change roleRef`,
    ],
    [
      'ingressclasses.networking.k8s.io',
      false,
      { spec: { controller: 'a.b/c' } },
      { spec: { controller: 'a.b/d' } },
      'spec.controller: Invalid value: "a.b/d": field is immutable',
    ],
    [
      'storageclasses.storage.k8s.io',
      false,
      { provisioner: 'a' },
      { provisioner: 'a', parameters: { a: 'b' } },
      'parameters: Forbidden: updates to parameters are forbidden.',
    ],
    [
      'priorityclasses.scheduling.k8s.io',
      false,
      { value: 1 },
      { value: 2 },
      'value: Forbidden: may not be changed in an update.',
    ],
    [
      'endpointslices.discovery.k8s.io',
      true,
      { addressType: 'IPv4' },
      { addressType: 'IPv6' },
      'addressType: Invalid value: "IPv6": field is immutable',
    ],
    [
      'runtimeclasses.node.k8s.io',
      false,
      { handler: 'a' },
      { handler: 'b' },
      'handler: Invalid value: "b": field is immutable',
    ],
    [
      'servicecidrs.networking.k8s.io',
      false,
      { spec: { cidrs: ['10.0.0.0/24'] } },
      { spec: { cidrs: ['10.0.1.0/24'] } },
      'spec.cidrs: Invalid value: ["10.0.1.0/24"]: field is immutable',
    ],
  ])('of %s', (key, namespaced, before, after, sentence) => {
    expect(updateProblems(key, before, after, namespaced)).toEqual([sentence]);
  });
});

test('who asked for a certificate stays', () => {
  const key = 'certificatesigningrequests.certificates.k8s.io';
  const old = created(key, { spec: { request: sampleRequest, signerName: 'a.b/c', usages: ['any'] } }, false);
  expect(updated(key, old, { spec: { username: 'root' } }, false).spec).toEqual(old.spec);
});

test('what the server itself serves is available', () => {
  const spec = { group: 'apps', version: 'v1', groupPriorityMinimum: 1, versionPriority: 1 };
  expect(created('apiservices.apiregistration.k8s.io', { spec }, false).status).toMatchObject({
    conditions: [{ type: 'Available', status: 'True', reason: 'Local' }],
  });
});

test('events go after an hour and are found by what they are about, in the words of both groups', () => {
  const strategy = strategyOf('events');
  expect(strategy.lifetime).toBe(3_600_000);
  const event = objectOf({
    involvedObject: { kind: 'Pod', name: 'p' },
    source: { component: 'kubelet' },
    type: 'Normal',
  });
  expect(strategy.selectableFields?.(event)).toMatchObject({
    'involvedObject.kind': 'Pod',
    'regarding.name': 'p',
    source: 'kubelet',
    type: 'Normal',
  });
});

test('null counts as absent', () => {
  expect(
    defaulted('deployments.apps', { metadata: { labels: null, creationTimestamp: null }, spec: { replicas: null } }),
  ).toMatchObject({
    metadata: { name: 'x', namespace: 'default' },
    spec: { replicas: 1 },
  });
  expect(defaulted('configmaps', { metadata: { labels: null } }).metadata).not.toHaveProperty('labels');
});
