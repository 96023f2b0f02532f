import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryMessage } from '../protobuf/testing/arbitrary-message.ts';
import { autoscalerConversion } from './autoscaler-conversion.ts';
import { eventConversion } from './event-conversion.ts';

describe('events', () => {
  const stored = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'e' },
    involvedObject: { kind: 'Pod', name: 'web' },
    message: 'Started',
    reportingComponent: 'kubelet',
    source: { component: 'kubelet' },
    firstTimestamp: '2026-01-01T00:00:00Z',
    lastTimestamp: '2026-01-01T00:00:00Z',
    count: 2,
    type: 'Normal',
  };

  test('have other names in events.k8s.io', () => {
    expect(eventConversion.fromStored(stored)).toEqual({
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      metadata: { name: 'e' },
      regarding: { kind: 'Pod', name: 'web' },
      note: 'Started',
      reportingController: 'kubelet',
      deprecatedSource: { component: 'kubelet' },
      deprecatedFirstTimestamp: '2026-01-01T00:00:00Z',
      deprecatedLastTimestamp: '2026-01-01T00:00:00Z',
      deprecatedCount: 2,
      type: 'Normal',
    });
  });

  test('come back as they were', () => {
    fc.assert(
      fc.property(arbitraryMessage('io.k8s.api.core.v1.Event'), (fields) => {
        const event = { apiVersion: 'v1', kind: 'Event', metadata: {}, ...fields };
        expect(eventConversion.toStored(eventConversion.fromStored(event))).toEqual(event);
      }),
    );
  });
});

describe('autoscalers', () => {
  const stored = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web', annotations: { mine: 'kept' } },
    spec: {
      scaleTargetRef: { kind: 'Deployment', name: 'web' },
      maxReplicas: 3,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
        { type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '1Gi' } } },
        {
          type: 'Pods',
          pods: { metric: { name: 'rps', selector: {} }, target: { type: 'AverageValue', averageValue: '10' } },
        },
        {
          type: 'Object',
          object: {
            describedObject: { kind: 'Service', name: 'web' },
            metric: { name: 'rps' },
            target: { type: 'Value', value: '100' },
          },
        },
        {
          type: 'External',
          external: {
            metric: { name: 'q', selector: { matchLabels: { a: 'b' } } },
            target: { type: 'Value', value: '5' },
          },
        },
      ],
      behavior: { scaleDown: { stabilizationWindowSeconds: 0 } },
    },
    status: {
      currentReplicas: 1,
      currentMetrics: [
        { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 40, averageValue: '10m' } } },
        { type: 'Pods', pods: { metric: { name: 'rps' }, current: { averageValue: '7' } } },
      ],
      conditions: [{ type: 'AbleToScale', status: 'True' }],
    },
  };
  test('tell their use of CPU as v1 does, and the rest in annotations', () => {
    const converted = autoscalerConversion.fromStored(stored);
    expect(converted.spec).toEqual({
      scaleTargetRef: { kind: 'Deployment', name: 'web' },
      maxReplicas: 3,
      targetCPUUtilizationPercentage: 50,
    });
    expect(converted.status).toEqual({ currentReplicas: 1, currentCPUUtilizationPercentage: 40 });
    const metrics = JSON.parse(converted.metadata.annotations?.['autoscaling.alpha.kubernetes.io/metrics'] ?? '[]');
    expect(metrics).toEqual([
      { type: 'Resource', resource: { name: 'memory', targetAverageValue: '1Gi' } },
      { type: 'Pods', pods: { metricName: 'rps', selector: {}, targetAverageValue: '10' } },
      { type: 'Object', object: { target: { kind: 'Service', name: 'web' }, metricName: 'rps', targetValue: '100' } },
      {
        type: 'External',
        external: { metricName: 'q', metricSelector: { matchLabels: { a: 'b' } }, targetValue: '5' },
      },
    ]);
  });

  test('come back as they were', () => {
    const back = autoscalerConversion.toStored(autoscalerConversion.fromStored(stored));
    // What v1 has no place for: how much CPU the percentage is.
    const cpu = { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 40 } } };
    const [, ...others] = stored.status.currentMetrics;
    expect(back).toEqual({ ...stored, status: { ...stored.status, currentMetrics: [cpu, ...others] } });
    expect(back.metadata.annotations).toEqual({ mine: 'kept' });
  });

  test('annotations that are no JSON are dropped', () => {
    const annotations = {
      'autoscaling.alpha.kubernetes.io/metrics': '{',
      'autoscaling.alpha.kubernetes.io/behavior': '7',
    };
    const object = {
      apiVersion: 'autoscaling/v1',
      kind: 'HorizontalPodAutoscaler',
      metadata: { annotations },
      spec: {},
    };
    expect(autoscalerConversion.toStored(object)).toEqual({
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { annotations: undefined },
      spec: {},
    });
  });
});
