/** Kept as autoscaling/v2. Source: k8s.io/kubernetes/pkg/apis/autoscaling. */
import type { Strategy } from '../../registry/strategy.ts';
import { ensure, type Fields, fill, list, objects, optionalFields } from '../access.ts';
import { builtIn } from '../built-in.ts';
import { canonicalizeQuantity } from '../resource-list.ts';
import { validateAutoscaler } from './validate-autoscaler.ts';
import { METRIC_SOURCES } from './validate-metrics.ts';

const DEFAULT_METRIC = {
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
};
const SCALE_UP = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};
const SCALE_DOWN = { selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] };

export const horizontalPodAutoscalerStrategy: Strategy = builtIn({
  namespaced: true,
  countsGenerations: false,
  initialStatus: { desiredReplicas: 0 },
  default(autoscaler) {
    const spec = ensure(autoscaler, 'spec');
    if (spec === undefined) return;
    fill(spec, { minReplicas: 1 });
    if (list(spec, 'metrics').length === 0) spec.metrics = [structuredClone(DEFAULT_METRIC)];
    for (const metric of objects(spec, 'metrics')) canonicalizeTarget(metric);
    const behavior = optionalFields(spec, 'behavior');
    if (behavior === undefined) return;
    const [up, down] = [ensure(behavior, 'scaleUp'), ensure(behavior, 'scaleDown')];
    if (up !== undefined) fill(up, SCALE_UP);
    if (down !== undefined) fill(down, SCALE_DOWN);
    for (const rules of [up, down]) canonicalizeQuantity(rules, 'tolerance');
  },
  validate: validateAutoscaler,
});

function canonicalizeTarget(metric: Fields): void {
  for (const source of METRIC_SOURCES) {
    const target = optionalFields(metric, source, 'target');
    canonicalizeQuantity(target, 'value');
    canonicalizeQuantity(target, 'averageValue');
  }
}
