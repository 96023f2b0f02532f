/** Conditions of nodes as taints. Source: pkg/controller/nodelifecycle and component-helpers of Kubernetes. */
import { timestamp } from '@luban/kube';
import type { Node, Taint } from '@luban/kube/kinds';
import { conditionOf } from '../../support/conditions.ts';

export const NOT_READY = 'node.kubernetes.io/not-ready';
const UNREACHABLE = 'node.kubernetes.io/unreachable';
const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable';
const PRESSURES: readonly (readonly [condition: string, taint: string])[] = [
  ['MemoryPressure', 'node.kubernetes.io/memory-pressure'],
  ['DiskPressure', 'node.kubernetes.io/disk-pressure'],
  ['PIDPressure', 'node.kubernetes.io/pid-pressure'],
  ['NetworkUnavailable', 'node.kubernetes.io/network-unavailable'],
];
const MANAGED = new Set([NOT_READY, UNREACHABLE, UNSCHEDULABLE, ...PRESSURES.map(([, taint]) => taint)]);

/** The taints that the node should have: its own, and those that its state asks for. */
export function taintsFor({ spec, status }: Node, now: number): Taint[] {
  const present = spec.taints ?? [];
  const ready = conditionOf(status?.conditions, 'Ready')?.status;
  const wanted: Taint[] = [];
  const unready = ready === 'False' ? NOT_READY : ready === 'Unknown' ? UNREACHABLE : undefined;
  if (unready !== undefined) wanted.push({ key: unready, effect: 'NoSchedule' }, { key: unready, effect: 'NoExecute' });
  for (const [condition, key] of PRESSURES) {
    if (conditionOf(status?.conditions, condition)?.status === 'True') wanted.push({ key, effect: 'NoSchedule' });
  }
  if (spec.unschedulable) wanted.push({ key: UNSCHEDULABLE, effect: 'NoSchedule' });
  const others = present.filter(({ key }) => !MANAGED.has(key));
  const managed = wanted.map(
    (taint) =>
      present.find(({ key, effect }) => key === taint.key && effect === taint.effect) ?? {
        ...taint,
        timeAdded: timestamp(now),
      },
  );
  return [...others, ...managed];
}
