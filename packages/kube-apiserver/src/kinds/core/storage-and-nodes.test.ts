import { describe, expect, test } from 'vitest';
import {
  created,
  defaulted,
  objectOf,
  problems,
  strategyOf,
  updated,
  updateProblems,
} from '../testing/strategy-harness.ts';

const claim = (own: Record<string, unknown> = {}) => ({
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1024Mi' } }, ...own },
});

describe('claims', () => {
  test('are pending, in one form', () => {
    expect(created('persistentvolumeclaims', claim())).toMatchObject({
      spec: { volumeMode: 'Filesystem', resources: { requests: { storage: '1Gi' } } },
      status: { phase: 'Pending' },
    });
  });

  test('say where their data come from in both ways', () => {
    const source = { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 's' };
    expect(defaulted('persistentvolumeclaims', claim({ dataSource: source })).spec).toMatchObject({
      dataSourceRef: source,
    });
    expect(defaulted('persistentvolumeclaims', claim({ dataSourceRef: source })).spec).toMatchObject({
      dataSource: source,
    });
  });

  test.each([
    [{ accessModes: [] }, ['spec.accessModes: Required value: at least 1 access mode is required']],
    [
      { accessModes: ['ReadWrite'] },
      [
        'spec.accessModes: Unsupported value: "ReadWrite": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"',
      ],
    ],
    [{ resources: {} }, ['spec.resources[storage]: Required value']],
    [
      { resources: { requests: { storage: '0' } } },
      ['spec.resources[storage]: Invalid value: "0": must be greater than zero'],
    ],
    [{ volumeMode: 'Tape' }, ['spec.volumeMode: Unsupported value: "Tape": supported values: "Block", "Filesystem"']],
    [
      { accessModes: ['ReadWriteOncePod', 'ReadOnlyMany'] },
      ['spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes'],
    ],
  ])('%j is refused', (own, sentences) => {
    expect(problems('persistentvolumeclaims', claim(own))).toEqual(sentences);
  });

  test('grow when they are bound, and change in no other way', () => {
    const immutable =
      'spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';
    const bigger = claim({ resources: { requests: { storage: '2Gi' } } });
    expect(updateProblems('persistentvolumeclaims', claim(), bigger)).toEqual([immutable]);
    expect(updateProblems('persistentvolumeclaims', claim(), claim({ volumeName: 'pv' }))).toEqual([]);
    const strategy = strategyOf('persistentvolumeclaims');
    const bound = created('persistentvolumeclaims', claim());
    bound.status = { phase: 'Bound', capacity: { storage: '1Gi' } };
    const check = (own: Record<string, unknown>) => {
      const next = updated('persistentvolumeclaims', bound, claim(own));
      return strategy
        .validateUpdate?.(next, bound, undefined as never)
        .map(({ field, message }) => `${field}: ${message}`);
    };
    expect(check({ resources: { requests: { storage: '2Gi' } } })).toEqual([]);
    expect(check({ resources: { requests: { storage: '1Mi' } } })).toEqual([
      'spec.resources.requests.storage: Forbidden: field can not be less than status.capacity',
    ]);
    expect(check({ accessModes: ['ReadWriteMany'] })).toEqual([immutable]);
  });
});

describe('volumes', () => {
  const volume = (own: Record<string, unknown> = {}) => ({
    spec: { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, hostPath: { path: '/data' }, ...own },
  });

  test('stay when they are released', () => {
    expect(created('persistentvolumes', volume(), false)).toMatchObject({
      spec: {
        persistentVolumeReclaimPolicy: 'Retain',
        volumeMode: 'Filesystem',
        hostPath: { path: '/data', type: '' },
      },
      status: { phase: 'Pending' },
    });
    expect(problems('persistentvolumes', volume(), false)).toEqual([]);
  });

  test.each([
    [{ hostPath: undefined }, ['spec: Required value: must specify a volume type']],
    [{ nfs: { server: 's', path: '/' } }, ['spec.nfs: Forbidden: may not specify more than 1 volume type']],
    [
      { capacity: {} },
      ['spec.capacity: Required value', 'spec.capacity: Unsupported value: {}: supported values: "storage"'],
    ],
    [
      { persistentVolumeReclaimPolicy: 'Burn' },
      [
        'spec.persistentVolumeReclaimPolicy: Unsupported value: "Burn": supported values: "Delete", "Recycle", "Retain"',
      ],
    ],
    [
      { hostPath: undefined, local: { path: '/x' } },
      ['spec.nodeAffinity: Required value: Local volume requires node affinity'],
    ],
  ])('%j is refused', (own, sentences) => {
    expect(problems('persistentvolumes', volume(own), false)).toEqual(sentences);
  });

  test('keep their source', () => {
    expect(updateProblems('persistentvolumes', volume(), volume({ hostPath: { path: '/other' } }), false)).toEqual([
      'spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation',
    ]);
  });
});

describe('nodes', () => {
  test('can give what they have', () => {
    const node = defaulted('nodes', { status: { capacity: { cpu: '4000m' } } }, false);
    expect(node.status).toEqual({ capacity: { cpu: '4' }, allocatable: { cpu: '4' } });
  });

  test.each([
    [
      { taints: [{ key: 'a', effect: 'Go' }] },
      [
        'metadata.taints[0].effect: Unsupported value: "Go": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
      ],
    ],
    [
      {
        taints: [
          { key: 'a', effect: 'NoExecute' },
          { key: 'a', effect: 'NoExecute', value: 'b' },
        ],
      },
      [
        'metadata.taints[1]: Duplicate value: {"key":"a","effect":"NoExecute","value":"b"}: taints must be unique by key and effect pair',
      ],
    ],
    [
      { podCIDRs: ['10.0.0.0/33'] },
      [
        'spec.podCIDRs[0]: Invalid value: "10.0.0.0/33": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
      ],
    ],
  ])('%j is refused', (spec, sentences) => {
    expect(problems('nodes', { spec }, false)).toEqual(sentences);
  });

  test('keep what was given to them', () => {
    const before = { spec: { podCIDRs: ['10.0.0.0/24'], providerID: 'a' } };
    expect(updateProblems('nodes', before, { spec: { podCIDRs: ['10.0.1.0/24'], providerID: 'b' } }, false)).toEqual([
      'spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid',
      'spec.providerID: Forbidden: node updates may not change providerID except from "" to valid',
    ]);
  });

  test('are found by whether they take pods', () => {
    expect(strategyOf('nodes').selectableFields?.(objectOf({ spec: { unschedulable: true } }))).toEqual({
      'spec.unschedulable': 'true',
    });
  });
});

test('endpoints are reachable from anywhere', () => {
  const subset = {
    addresses: [{ ip: '127.0.0.1' }, { ip: '10.0.0.1', hostname: 'A' }],
    ports: [{ port: 80 }, { port: 0 }],
  };
  expect(
    problems('endpoints', { subsets: [subset, {}] }).map((sentence) => sentence.replace(/ \(e\.g\..*/, '')),
  ).toEqual([
    'subsets[0].addresses[0].ip: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)',
    `subsets[0].addresses[1].hostname: Invalid value: "A": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character`,
    'subsets[0].ports[0].name: Required value',
    'subsets[0].ports[1].name: Required value',
    'subsets[0].ports[1].port: Invalid value: 0: must be between 1 and 65535, inclusive',
    'subsets[1]: Required value: must specify `addresses` or `notReadyAddresses`',
  ]);
});
