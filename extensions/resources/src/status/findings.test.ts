import { describe, expect, it } from 'vitest';
import { findingsOf } from './findings.ts';

const PODS = { group: '', resource: 'pods' };

const spec = { containers: [{ name: 'web', image: 'web:1', resources: { limits: { memory: '64Mi' } } }] };
const podWith = (container: object, more: object = {}) => ({
  metadata: {},
  spec,
  status: { phase: 'Running', containerStatuses: [{ name: 'web', restartCount: 4, ...container }], ...more },
});
const first = (object: unknown) => findingsOf(PODS, object)[0];

describe('why a pod is not ready', () => {
  it('a container that ends again and again says how it ended', () => {
    const lastState = { terminated: { exitCode: 2, reason: 'Error', finishedAt: '2026-01-01T00:00:00Z' } };
    const state = { waiting: { reason: 'CrashLoopBackOff', message: 'back-off' } };
    expect(first(podWith({ state, lastState }))).toMatchObject({
      sentence: 'finding.crash',
      values: { name: 'web', code: '2', reason: 'Error', restarts: 4 },
      since: '2026-01-01T00:00:00Z',
      tab: 'logs',
    });
  });

  it('a container that ran out of memory names its limit', () => {
    const lastState = { terminated: { exitCode: 137, reason: 'OOMKilled' } };
    for (const state of [{ waiting: { reason: 'CrashLoopBackOff' } }, { running: {} }]) {
      expect(first(podWith({ state, lastState, ready: true }))).toMatchObject({
        sentence: 'finding.memory',
        values: { limit: '64Mi' },
      });
    }
  });

  it.each([
    ['ImagePullBackOff', 'finding.pull'],
    ['ErrImagePull', 'finding.pull'],
    ['CreateContainerConfigError', 'finding.start'],
    ['SomethingNew', 'finding.waiting'],
  ])('%s is told as %s, with what Kubernetes says', (reason, sentence) => {
    const finding = first(podWith({ state: { waiting: { reason, message: 'because' } } }));
    expect(finding).toMatchObject({ sentence, detail: 'because', values: { name: 'web', reason } });
  });

  it('a container that is being made is no fault', () => {
    expect(findingsOf(PODS, podWith({ state: { waiting: { reason: 'ContainerCreating' } } }))).toEqual([]);
  });

  it('a container that runs and is not ready is told once, not again by the conditions', () => {
    const conditions = ['Ready', 'ContainersReady'].map((type) => ({ type, status: 'False' }));
    const findings = findingsOf(PODS, podWith({ state: { running: {} }, ready: false }, { conditions }));
    expect(findings.map(({ sentence }) => sentence)).toEqual(['finding.probe']);
  });

  it.each([
    ['Unschedulable', 'finding.unschedulable'],
    ['SchedulingGated', 'finding.gated'],
  ])('a pod without a node says so: %s', (reason, sentence) => {
    const conditions = [{ type: 'PodScheduled', status: 'False', reason, message: '0/4 nodes' }];
    expect(first({ metadata: {}, spec, status: { phase: 'Pending', conditions } })).toMatchObject({
      sentence,
      detail: '0/4 nodes',
    });
  });

  it('work that is done is no fault', () => {
    const conditions = [{ type: 'Ready', status: 'False', reason: 'PodCompleted' }];
    expect(findingsOf(PODS, { status: { phase: 'Succeeded', conditions } })).toEqual([]);
  });

  it('an evicted pod gives its reason', () => {
    const status = { phase: 'Failed', reason: 'Evicted', message: 'The node was low on memory' };
    expect(first({ status })).toMatchObject({ sentence: 'finding.failed', values: { reason: 'Evicted' } });
  });
});

describe('why anything else is not ready', () => {
  it('conditions that should be true and are not, and troubles that are there', () => {
    const conditions = [
      { type: 'Ready', status: 'False', reason: 'Waiting', message: 'm' },
      { type: 'MemoryPressure', status: 'True', reason: 'Low' },
      { type: 'DiskPressure', status: 'False' },
      { type: 'NetworkUnavailable', status: 'Unknown' },
      { type: 'Available', status: 'True' },
    ];
    const found = findingsOf({ group: '', resource: 'nodes' }, { status: { conditions } });
    expect(found.map(({ key, tone }) => [key, tone])).toEqual([
      ['condition Ready', 'danger'],
      ['condition MemoryPressure', 'danger'],
      ['condition NetworkUnavailable', 'warning'],
    ]);
  });

  it('an object that waits for finalizers names them', () => {
    const metadata = { deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['acme.dev/hold'] };
    expect(findingsOf({ group: 'acme.dev', resource: 'widgets' }, { metadata })).toMatchObject([
      { sentence: 'finding.finalizers', values: { finalizers: 'acme.dev/hold' } },
    ]);
  });

  it.each([undefined, null, 7, [], { status: { conditions: [null, 3, {}] } }])('makes no fault of %j', (object) => {
    expect(findingsOf({ group: '', resource: 'pods' }, object).filter(({ tone }) => tone === 'progress')).toEqual([]);
  });
});
