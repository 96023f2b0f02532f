import { describe, expect, it } from 'vitest';
import { objectStatus } from './object-status.ts';
import { podWord } from './pod-status.ts';

const waiting = (reason: string) => ({ name: 'a', state: { waiting: { reason } } });
const ended = (exitCode: number, more = {}) => ({ name: 'a', state: { terminated: { exitCode, ...more } } });
const running = (ready = true, name = 'a') => ({ name, ready, started: true, state: { running: {} } });
const pod = (status: object, more: object = {}) => ({ metadata: {}, spec: {}, status, ...more });
const READY = [{ type: 'Ready', status: 'True' }];

describe('the word for a pod', () => {
  it.each([
    ['Pending', pod({ phase: 'Pending' })],
    ['Running', pod({ phase: 'Running', containerStatuses: [running()], conditions: READY })],
    [
      'CrashLoopBackOff',
      pod({ phase: 'Running', containerStatuses: [waiting('CrashLoopBackOff'), running(true, 'b')] }),
    ],
    ['Error', pod({ phase: 'Running', containerStatuses: [ended(1, { reason: 'Error' })] })],
    ['ExitCode:3', pod({ phase: 'Failed', containerStatuses: [ended(3)] })],
    ['Signal:9', pod({ phase: 'Failed', containerStatuses: [ended(137, { signal: 9 })] })],
    ['Completed', pod({ phase: 'Succeeded', containerStatuses: [ended(0, { reason: 'Completed' })] })],
    [
      'Running',
      pod({
        phase: 'Running',
        containerStatuses: [ended(0, { reason: 'Completed' }), running(true, 'b')],
        conditions: READY,
      }),
    ],
    ['NotReady', pod({ phase: 'Running', containerStatuses: [ended(0, { reason: 'Completed' }), running(true, 'b')] })],
    ['Evicted', pod({ phase: 'Failed', reason: 'Evicted' })],
    [
      'Init:0/2',
      pod(
        { phase: 'Pending', initContainerStatuses: [waiting('PodInitializing'), waiting('')] },
        { spec: { initContainers: [{}, {}] } },
      ),
    ],
    [
      'Init:1/2',
      pod({ phase: 'Pending', initContainerStatuses: [ended(0), running()] }, { spec: { initContainers: [{}, {}] } }),
    ],
    ['Init:CrashLoopBackOff', pod({ phase: 'Pending', initContainerStatuses: [waiting('CrashLoopBackOff')] })],
    ['Init:Error', pod({ phase: 'Pending', initContainerStatuses: [ended(1, { reason: 'Error' })] })],
    [
      'Terminating',
      { metadata: { deletionTimestamp: 'x' }, status: { phase: 'Running', containerStatuses: [running()] } },
    ],
    ['Unknown', { metadata: { deletionTimestamp: 'x' }, status: { phase: 'Running', reason: 'NodeLost' } }],
    ['Unknown', {}],
    ['Unknown', null],
  ])('is %s', (word, object) => expect(podWord(object)).toBe(word));

  it('is not held up by a sidecar that runs', () => {
    const sidecar = { spec: { initContainers: [{ name: 'a', restartPolicy: 'Always' }] } };
    const status = {
      phase: 'Running',
      initContainerStatuses: [running()],
      containerStatuses: [running(true, 'b')],
      conditions: READY,
    };
    expect(podWord(pod(status, sidecar))).toBe('Running');
  });
});

describe('the status of other kinds', () => {
  const deployment = (ready: number, replicas?: number, conditions: object[] = []) => ({
    metadata: {},
    spec: { ...(replicas !== undefined && { replicas }) },
    status: { readyReplicas: ready, conditions },
  });
  const stuck = [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }];
  it.each([
    ['apps', 'deployments', deployment(3, 3), 'ok', '3/3 ready'],
    ['apps', 'deployments', deployment(1), 'ok', '1/1 ready'],
    ['apps', 'deployments', deployment(0, 0), 'neutral', '0/0 ready'],
    ['apps', 'deployments', deployment(1, 3), 'warning', '1/3 ready'],
    ['apps', 'deployments', deployment(0, 3), 'danger', '0/3 ready'],
    ['apps', 'deployments', deployment(1, 3, stuck), 'danger', 'ProgressDeadlineExceeded'],
    ['apps', 'daemonsets', { status: { numberReady: 2, desiredNumberScheduled: 3 } }, 'warning', '2/3 ready'],
    [
      'batch',
      'jobs',
      { status: { conditions: [{ type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded' }] } },
      'danger',
      'BackoffLimitExceeded',
    ],
    ['batch', 'jobs', { status: { conditions: [{ type: 'Complete', status: 'True' }] } }, 'ok', 'Complete'],
    ['batch', 'jobs', { spec: { suspend: true } }, 'warning', 'Suspended'],
    ['', 'nodes', { status: { conditions: [{ type: 'Ready', status: 'False' }] } }, 'danger', 'NotReady'],
    [
      '',
      'nodes',
      { spec: { unschedulable: true }, status: { conditions: READY } },
      'warning',
      'Ready, SchedulingDisabled',
    ],
    ['', 'persistentvolumeclaims', { status: { phase: 'Bound' } }, 'ok', 'Bound'],
    [
      'acme.dev',
      'widgets',
      { status: { conditions: [{ type: 'Ready', status: 'False', reason: 'NoSupply' }] } },
      'danger',
      'NoSupply',
    ],
    ['acme.dev', 'widgets', { status: { state: 'Humming' } }, 'neutral', 'Humming'],
    [
      '',
      'namespaces',
      { metadata: { deletionTimestamp: 'x' }, status: { phase: 'Active' } },
      'progress',
      'Terminating',
    ],
  ])('%s/%s %j', (group, resource, object, tone, word) => {
    expect(objectStatus({ group, resource }, object)).toEqual({ tone, word });
  });

  it('is none for what is neither well nor ill', () => {
    expect(objectStatus({ group: '', resource: 'configmaps' }, { metadata: {}, data: {} })).toBeUndefined();
    expect(objectStatus({ group: '', resource: 'constructor' }, {})).toBeUndefined();
  });
});
