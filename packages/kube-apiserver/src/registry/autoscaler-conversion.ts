/**
 * HorizontalPodAutoscalers of autoscaling/v1 know one metric, the use of CPU; what else there is in autoscaling/v2, which
 * is what is kept, they carry as JSON in annotations. Source: k8s.io/kubernetes/pkg/apis/autoscaling/v1, conversion.go.
 */
import { metricFromV1, metricStatusFromV1, metricStatusToV1, metricToV1 } from './autoscaler-metrics.ts';
import type { ResourceType } from './resource-type.ts';

type Fields = Record<string, unknown>;

const METRICS = 'autoscaling.alpha.kubernetes.io/metrics';
const BEHAVIOR = 'autoscaling.alpha.kubernetes.io/behavior';
const CONDITIONS = 'autoscaling.alpha.kubernetes.io/conditions';
const CURRENT_METRICS = 'autoscaling.alpha.kubernetes.io/current-metrics';
const ANNOTATIONS = [METRICS, BEHAVIOR, CONDITIONS, CURRENT_METRICS];

export const autoscalerConversion: NonNullable<ResourceType['conversion']> = {
  toStored(object) {
    const annotations = object.metadata.annotations ?? {};
    const { targetCPUUtilizationPercentage: target, ...spec } = fieldsOf(object.spec);
    const { currentCPUUtilizationPercentage: current, ...status } = fieldsOf(object.status);
    const metrics = listIn(annotations, METRICS).map(metricFromV1);
    if (target !== undefined) metrics.unshift(cpuTarget(target));
    const currentMetrics = listIn(annotations, CURRENT_METRICS).map(metricStatusFromV1);
    if (current !== undefined) currentMetrics.unshift(cpuCurrent(current));
    const behavior = parsed(annotations[BEHAVIOR]);
    const conditions = listIn(annotations, CONDITIONS);
    return {
      ...object,
      apiVersion: 'autoscaling/v2',
      metadata: { ...object.metadata, ...annotationsOf(without(annotations)) },
      spec: { ...spec, ...(metrics.length > 0 && { metrics }), ...(isFields(behavior) && { behavior }) },
      ...(object.status !== undefined && {
        status: {
          ...status,
          ...(currentMetrics.length > 0 && { currentMetrics }),
          ...(conditions.length > 0 && { conditions }),
        },
      }),
    };
  },

  fromStored(object) {
    const { metrics, behavior, ...spec } = fieldsOf(object.spec);
    const { currentMetrics, conditions, ...status } = fieldsOf(object.status);
    const [target, otherMetrics] = takeCpu(fieldsIn(metrics), 'target');
    const [current, otherCurrent] = takeCpu(fieldsIn(currentMetrics), 'current');
    const annotations = without(object.metadata.annotations ?? {});
    if (otherMetrics.length > 0) annotations[METRICS] = JSON.stringify(otherMetrics.map(metricToV1));
    if (otherCurrent.length > 0) annotations[CURRENT_METRICS] = JSON.stringify(otherCurrent.map(metricStatusToV1));
    if (isFields(behavior)) annotations[BEHAVIOR] = JSON.stringify(behavior);
    if (fieldsIn(conditions).length > 0) annotations[CONDITIONS] = JSON.stringify(conditions);
    return {
      ...object,
      apiVersion: 'autoscaling/v1',
      metadata: { ...object.metadata, ...annotationsOf(annotations) },
      spec: { ...spec, ...(target !== undefined && { targetCPUUtilizationPercentage: target }) },
      ...(object.status !== undefined && {
        status: { ...status, ...(current !== undefined && { currentCPUUtilizationPercentage: current }) },
      }),
    };
  },
};

function cpuTarget(averageUtilization: unknown): Fields {
  return { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } };
}

function cpuCurrent(averageUtilization: unknown): Fields {
  return { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization } } };
}

/** The first use of CPU in the list, and the rest. */
function takeCpu(metrics: Fields[], place: 'target' | 'current'): [unknown, Fields[]] {
  const utilization = (metric: Fields) => {
    const resource = fieldsOf(metric.resource);
    return metric.type === 'Resource' && resource.name === 'cpu'
      ? fieldsOf(resource[place]).averageUtilization
      : undefined;
  };
  const cpu = metrics.find((metric) => utilization(metric) !== undefined);
  return cpu === undefined ? [undefined, metrics] : [utilization(cpu), metrics.filter((metric) => metric !== cpu)];
}

/** Also takes the place of annotations that are no more. */
function annotationsOf(annotations: Record<string, string>): { annotations: Record<string, string> | undefined } {
  return { annotations: Object.keys(annotations).length > 0 ? annotations : undefined };
}

function without(annotations: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(annotations).filter(([name]) => !ANNOTATIONS.includes(name)));
}

/** What somebody wrote into an annotation, if it is JSON. */
function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function listIn(annotations: Readonly<Record<string, string>>, name: string): Fields[] {
  return fieldsIn(parsed(annotations[name]));
}

function fieldsIn(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
