/** Source: k8s.io/kubernetes/pkg/printers/internalversion, printHorizontalPodAutoscaler. */
import type { TablePrinter } from '../table/table.ts';
import { AGE, ageCell, column, printer } from './column.ts';

interface Value {
  averageUtilization?: number;
  averageValue?: string;
  value?: string;
}

interface Metric {
  type: string;
  resource?: { name?: string; target?: Value; current?: Value };
  containerResource?: { name?: string; target?: Value; current?: Value };
  pods?: { target?: Value; current?: Value };
  object?: { target?: Value; current?: Value };
  external?: { target?: Value; current?: Value };
}

interface Autoscaler {
  spec?: {
    scaleTargetRef?: { kind?: string; name?: string };
    minReplicas?: number;
    maxReplicas?: number;
    metrics?: Metric[];
    /** Of autoscaling/v1. */
    targetCPUUtilizationPercentage?: number;
  };
  status?: {
    currentReplicas?: number;
    currentMetrics?: (Metric | null)[] | null;
    currentCPUUtilizationPercentage?: number;
  };
}

export const autoscalerPrinter: TablePrinter = printer<Autoscaler>(
  [
    column('Reference', 'What it scales.'),
    column('Targets', 'What it measures, and what that should be.'),
    column('MinPods', 'Fewest pods.'),
    column('MaxPods', 'Most pods.', 'integer'),
    column('Replicas', 'How many pods there are.', 'integer'),
    AGE,
  ],
  (object, now) => {
    const { spec = {}, status = {} } = object;
    const { kind = '', name = '' } = spec.scaleTargetRef ?? {};
    return [
      `${kind}/${name}`,
      targets(object),
      String(spec.minReplicas ?? '<unset>'),
      spec.maxReplicas ?? 0,
      status.currentReplicas ?? 0,
      ageCell(object, now),
    ];
  },
);

const SHOWN = 2;

function targets({ spec = {}, status = {} }: Autoscaler): string {
  if (spec.targetCPUUtilizationPercentage !== undefined) {
    const { currentCPUUtilizationPercentage: current } = status;
    return `cpu: ${current === undefined ? '<unknown>' : `${current}%`}/${spec.targetCPUUtilizationPercentage}%`;
  }
  const metrics = spec.metrics ?? [];
  if (metrics.length === 0) return '<none>';
  const all = metrics.map((metric, i) => describe(metric, status.currentMetrics?.[i]));
  return all.length > SHOWN ? `${all.slice(0, SHOWN).join(', ')} + ${all.length - SHOWN} more...` : all.join(', ');
}

function describe(metric: Metric, current: Metric | null | undefined): string {
  const wanted = metric.resource ?? metric.containerResource ?? metric.pods ?? metric.object ?? metric.external;
  const seen = current?.resource ?? current?.containerResource ?? current?.pods ?? current?.object ?? current?.external;
  const name = metric.resource?.name ?? metric.containerResource?.name;
  const text = `${shown(seen?.current, wanted?.target)}/${shown(wanted?.target, wanted?.target)}${metric.type === 'External' && wanted?.target?.averageValue ? ' (avg)' : ''}`;
  return name === undefined ? text : `${name}: ${text}`;
}

/** In the unit of the target. */
function shown(value: Value | undefined, target: Value | undefined): string {
  if (value === undefined || target === undefined) return '<unknown>';
  if (target.averageUtilization !== undefined) {
    return value.averageUtilization === undefined ? '<unknown>' : `${value.averageUtilization}%`;
  }
  return (target.averageValue !== undefined ? value.averageValue : value.value) ?? '<unknown>';
}
