import type { KubeObject } from '@luban/kube';
import { describe, expect, test } from 'vitest';
import {
  contextOf,
  created,
  objectOf,
  problems,
  strategyOf,
  updated,
  updateProblems,
} from '../testing/strategy-harness.ts';

const web = { ports: [{ port: 80 }], selector: { app: 'web' } };
const specOf = (service: KubeObject) => service.spec as Record<string, unknown> & { ports: { nodePort?: number }[] };
const kept = (shape: Record<string, unknown>, name: string) => created('services', { metadata: { name }, ...shape });

test('a minimal service is filled in and gets an address', () => {
  const service = created('services', { spec: web });
  const { clusterIP, ...spec } = specOf(service);
  expect(clusterIP).toMatch(/^10\.(?:9[6-9]|10\d|11[01])\.\d+\.\d+$/);
  expect(spec).toEqual({
    clusterIPs: [clusterIP],
    internalTrafficPolicy: 'Cluster',
    ipFamilies: ['IPv4'],
    ipFamilyPolicy: 'SingleStack',
    ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
    selector: { app: 'web' },
    sessionAffinity: 'None',
    type: 'ClusterIP',
  });
  expect(service.status).toEqual({ loadBalancer: {} });
});

test('addresses and ports are nobody else’s, and the same for the same service', () => {
  const first = kept({ spec: { ...web, type: 'NodePort' } }, 'a');
  expect(specOf(kept({ spec: { ...web, type: 'NodePort' } }, 'a'))).toEqual(specOf(first));
  const taken = structuredClone(first);
  taken.metadata.name = 'other';
  const second = created(
    'services',
    { metadata: { name: 'a' }, spec: { ...web, type: 'NodePort' } },
    true,
    contextOf({ services: [taken] }),
  );
  expect(specOf(second).clusterIP).not.toBe(specOf(first).clusterIP);
  expect(specOf(second).ports[0]?.nodePort).not.toBe(specOf(first).ports[0]?.nodePort);
});

test('a node port is in its range, and the protocols of a port share it', () => {
  const ports = [
    { name: 'a', port: 53, protocol: 'UDP' },
    { name: 'b', port: 53, protocol: 'TCP' },
    { name: 'c', port: 80 },
  ];
  const [udp, tcp, http] = specOf(created('services', { spec: { type: 'NodePort', ports } })).ports.map(
    (it) => it.nodePort,
  );
  expect(udp).toBe(tcp);
  expect(http).not.toBe(udp);
  for (const port of [udp, http]) expect(port).toSatisfy((it: number) => it >= 30_086 && it <= 32_767);
});

test.each([
  ['headless', { clusterIP: 'None' }, { clusterIP: 'None', clusterIPs: ['None'], ipFamilies: ['IPv4'] }],
  [
    'headless without a selector',
    { clusterIP: 'None', selector: undefined },
    { ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv4', 'IPv6'] },
  ],
  ['a balancer', { type: 'LoadBalancer' }, { allocateLoadBalancerNodePorts: true, externalTrafficPolicy: 'Cluster' }],
  [
    'a balancer for local traffic',
    { type: 'LoadBalancer', externalTrafficPolicy: 'Local' },
    { healthCheckNodePort: expect.any(Number) },
  ],
  [
    'with affinity',
    { sessionAffinity: 'ClientIP' },
    { sessionAffinityConfig: { clientIP: { timeoutSeconds: 10_800 } } },
  ],
])('%s', (_what, spec, expected) => {
  expect(created('services', { spec: { ...web, ...spec } }).spec).toMatchObject(expected);
  expect(problems('services', { spec: { ...web, ...spec } })).toEqual([]);
});

test('a name elsewhere gets no address', () => {
  expect(created('services', { spec: { type: 'ExternalName', externalName: 'example.com' } }).spec).toEqual({
    externalName: 'example.com',
    sessionAffinity: 'None',
    type: 'ExternalName',
  });
});

describe('updates', () => {
  const old = kept({ spec: { ...web, type: 'NodePort' } }, 'x');

  test('keep what was allocated and is not spoken of', () => {
    const next = updated('services', old, { spec: { ...web, type: 'NodePort' } });
    expect(next.spec).toEqual(old.spec);
  });

  test('to a name elsewhere release everything', () => {
    const next = updated('services', old, {
      spec: { ...structuredClone(specOf(old)), type: 'ExternalName', externalName: 'a.b', ports: undefined },
    });
    for (const name of ['clusterIP', 'clusterIPs', 'ipFamilies', 'externalTrafficPolicy']) {
      expect(next.spec).not.toHaveProperty(name);
    }
  });

  test('to an internal service release the node ports alone', () => {
    const next = updated('services', old, { spec: { ...structuredClone(specOf(old)), type: 'ClusterIP' } });
    expect(specOf(next).clusterIP).toBe(specOf(old).clusterIP);
    expect(next.spec).not.toHaveProperty('externalTrafficPolicy');
    expect(specOf(next).ports).toEqual([{ port: 80, protocol: 'TCP', targetPort: 80 }]);
  });

  test('do not change the address', () => {
    expect(updateProblems('services', { spec: web }, { spec: { ...web, clusterIP: '10.96.0.77' } })).toEqual([
      'spec.clusterIPs[0]: Invalid value: ["10.96.0.77"]: may not change once set',
    ]);
  });
});

const dns1035 =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

test.each([
  ['no ports', { spec: {} }, ['spec.ports: Required value']],
  ['the name', { metadata: { name: '1a' }, spec: web }, [`metadata.name: Invalid value: "1a": ${dns1035}`]],
  [
    'ports without names',
    { spec: { ports: [{ port: 80 }, { port: 0 }] } },
    [
      'spec.ports[0].name: Required value',
      'spec.ports[1].name: Required value',
      'spec.ports[1].port: Invalid value: 0: must be between 1 and 65535, inclusive',
      'spec.ports[1].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive',
    ],
  ],
  [
    'a node port of an internal service',
    { spec: { ports: [{ port: 80, nodePort: 30_000 }] } },
    ["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"],
  ],
  [
    'a node port out of range',
    { spec: { type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] } },
    [
      'spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767',
    ],
  ],
  [
    'an address out of range',
    { spec: { ...web, clusterIP: '10.0.0.1' } },
    [
      'spec.clusterIPs: Invalid value: ["10.0.0.1"]: failed to allocate IP 10.0.0.1: the provided IP (10.0.0.1) is not in the valid range. The range of valid IPs is 10.96.0.0/12',
    ],
  ],
  [
    'an address that is none',
    { spec: { ...web, clusterIP: 'here' } },
    ['spec.clusterIPs[0]: Invalid value: "here": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'],
  ],
  [
    'a type that is none',
    { spec: { ...web, type: 'Magic' } },
    [
      'spec.type: Unsupported value: "Magic": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"',
    ],
  ],
  ['a name elsewhere that is none', { spec: { type: 'ExternalName' } }, ['spec.externalName: Required value']],
  [
    'a policy for nothing',
    { spec: { ...web, externalTrafficPolicy: 'Local' } },
    ['spec.externalTrafficPolicy: Invalid value: "Local": may only be set for externally-accessible services'],
  ],
  [
    'two families',
    { spec: { ...web, ipFamilyPolicy: 'RequireDualStack' } },
    ['spec.ipFamilyPolicy: Invalid value: "RequireDualStack": this cluster is not configured for dual-stack services'],
  ],
  [
    'a class of balancers for no balancer',
    { spec: { ...web, loadBalancerClass: 'a/b' } },
    ["spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'"],
  ],
])('refused: %s', (_what, shape, sentences) => {
  expect(problems('services', shape)).toEqual(sentences);
});

test('what somebody else has is refused', () => {
  const other = kept(
    { spec: { ...web, type: 'NodePort', ports: [{ port: 80, nodePort: 31_000 }], clusterIP: '10.96.0.9' } },
    'other',
  );
  const shape = { spec: { type: 'NodePort', ports: [{ port: 80, nodePort: 31_000 }], clusterIP: '10.96.0.9' } };
  expect(problems('services', shape, true, contextOf({ services: [other] }))).toEqual([
    'spec.clusterIPs: Invalid value: ["10.96.0.9"]: failed to allocate IP 10.96.0.9: provided IP is already allocated',
    'spec.ports[0].nodePort: Invalid value: 31000: provided port is already allocated',
  ]);
});

test('warnings', () => {
  const service = objectOf({
    spec: { type: 'ClusterIP', externalName: 'a.b', clusterIP: 'None', externalIPs: ['1.2.3.4'] },
  });
  expect(strategyOf('services').warnings?.(service, undefined)).toEqual([
    'spec.externalIPs is ignored for headless services',
    'spec.externalName is ignored when spec.type is not "ExternalName"',
  ]);
});
