/**
 * How many replicas metrics call for. Source: pkg/controller/podautoscaler (replica_calculator.go, horizontal.go) of
 * Kubernetes. Nothing here reads or writes anything.
 */
import type { ScalingRules } from '@luban/kube/kinds';

/** Deviations up to this share are left alone. */
const TOLERANCE = 0.1;

export interface PodUsage {
  /** Undefined: no metric of the pod is known. */
  used: number | undefined;
  requested: number;
  ready: boolean;
}

/**
 * @param target share of the requests for a ratio of 1, such as 0.8
 * @returns the wished number, and the average share used now; undefined when nothing is known
 */
export function byUtilization(
  pods: readonly PodUsage[],
  replicas: number,
  target: number,
): { replicas: number; utilization: number; average: number } | undefined {
  const requests = (list: readonly PodUsage[]) => list.reduce((sum, { requested }) => sum + requested, 0);
  const known = pods.filter(({ used, ready }) => used !== undefined && ready);
  if (known.length === 0 || requests(known) === 0) return undefined;
  const used = known.reduce((sum, pod) => sum + (pod.used ?? 0), 0);
  const utilization = used / requests(known);
  const ratio = utilization / target;
  const unknown = pods.filter((pod) => !known.includes(pod));
  const average = used / known.length;
  if (unknown.length === 0) {
    return { replicas: withinTolerance(ratio) ? replicas : Math.ceil(ratio * known.length), utilization, average };
  }
  // Pods without metrics are taken to be idle before growing, and busy before shrinking.
  const assumed = ratio > 1 ? 0 : 1;
  const filled = (used + assumed * target * requests(unknown)) / requests(pods) / target;
  const turned = (ratio > 1 && filled < 1) || (ratio < 1 && filled > 1);
  if (withinTolerance(filled) || turned) return { replicas, utilization, average };
  const wished = Math.ceil(filled * pods.length);
  const backwards = (filled < 1 && wished > replicas) || (filled > 1 && wished < replicas);
  return { replicas: backwards ? replicas : wished, utilization, average };
}

/** The same for an average amount for each pod. */
export function byAverage(
  pods: readonly PodUsage[],
  replicas: number,
  target: number,
): { replicas: number; average: number } | undefined {
  const outcome = byUtilization(
    pods.map((pod) => ({ ...pod, requested: 1 })),
    replicas,
    target,
  );
  return outcome && { replicas: outcome.replicas, average: outcome.average };
}

export interface ScaleEvent {
  time: number;
  /** Replicas added, or removed when negative. */
  change: number;
}

export interface Recommendation {
  time: number;
  replicas: number;
}

export interface Limited {
  replicas: number;
  /** Reason and message of the condition AbleToScale. */
  able: [reason: string, message: string];
  /** Reason and message of the condition ScalingLimited, when something held the number back. */
  limited?: [reason: string, message: string];
}

export interface Behavior {
  scaleUp?: ScalingRules;
  scaleDown?: ScalingRules;
}

const UP: Required<Pick<ScalingRules, 'stabilizationWindowSeconds' | 'policies'>> = {
  stabilizationWindowSeconds: 0,
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};
const DOWN: typeof UP = {
  stabilizationWindowSeconds: 300,
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
};

/** Holds the wished number within windows, rates, and the bounds of the autoscaler. */
export function limit(options: {
  current: number;
  wished: number;
  min: number;
  max: number;
  behavior?: Behavior;
  /** Recent wishes, this one included. */
  recommendations: readonly Recommendation[];
  /** Recent changes. */
  events: readonly ScaleEvent[];
  now: number;
}): Limited {
  const { current, wished, min, max, behavior, recommendations, events, now } = options;
  const up = { ...UP, ...behavior?.scaleUp };
  const down = { ...DOWN, ...behavior?.scaleDown };
  const stable = stabilize(current, wished, recommendations, up, down, now);
  const able: Limited['able'] =
    stable === wished
      ? ['ReadyForNewScale', 'recommended size matches current size']
      : stable > wished
        ? [
            'ScaleDownStabilized',
            'recent recommendations were higher than current one, applying the highest recent recommendation',
          ]
        : [
            'ScaleUpStabilized',
            'recent recommendations were lower than current one, applying the lowest recent recommendation',
          ];
  let replicas = stable;
  let limited: Limited['limited'];
  if (stable > current) {
    const rate = upperBound(current, up, events, now);
    replicas = Math.min(stable, Math.max(rate, current), max);
    if (replicas < stable) {
      limited =
        replicas === max
          ? tooMany()
          : ['ScaleUpLimit', 'the desired replica count is increasing faster than the maximum scale rate'];
    }
  } else if (stable < current) {
    const rate = lowerBound(current, down, events, now);
    replicas = Math.max(stable, Math.min(rate, current), min);
    if (replicas > stable) {
      limited =
        replicas === min
          ? tooFew()
          : ['ScaleDownLimit', 'the desired replica count is decreasing faster than the maximum scale rate'];
    }
  }
  if (replicas > max) return { replicas: max, able, limited: tooMany() };
  if (replicas < min) return { replicas: min, able, limited: tooFew() };
  return { replicas, able, limited };
}

function stabilize(
  current: number,
  wished: number,
  recommendations: readonly Recommendation[],
  up: ScalingRules,
  down: ScalingRules,
  now: number,
): number {
  const within = (seconds = 0) =>
    recommendations.filter(({ time }) => time > now - seconds * 1000).map(({ replicas }) => replicas);
  const lowest = Math.min(wished, ...within(up.stabilizationWindowSeconds));
  const highest = Math.max(wished, ...within(down.stabilizationWindowSeconds));
  return Math.min(Math.max(current, lowest), highest);
}

function upperBound(current: number, rules: ScalingRules, events: readonly ScaleEvent[], now: number): number {
  if (rules.selectPolicy === 'Disabled') return current;
  const bounds = (rules.policies ?? []).map(({ type, value, periodSeconds }) => {
    const start = current - changes(events, periodSeconds, now, 1);
    return type === 'Pods' ? start + value : Math.ceil(start * (1 + value / 100));
  });
  return rules.selectPolicy === 'Min' ? Math.min(...bounds) : Math.max(...bounds);
}

function lowerBound(current: number, rules: ScalingRules, events: readonly ScaleEvent[], now: number): number {
  if (rules.selectPolicy === 'Disabled') return current;
  const bounds = (rules.policies ?? []).map(({ type, value, periodSeconds }) => {
    const start = current + changes(events, periodSeconds, now, -1);
    return type === 'Pods' ? start - value : Math.trunc(start * (1 - value / 100));
  });
  return rules.selectPolicy === 'Min' ? Math.max(...bounds) : Math.min(...bounds);
}

function changes(events: readonly ScaleEvent[], seconds: number, now: number, direction: 1 | -1): number {
  return events
    .filter(({ time, change }) => time > now - seconds * 1000 && Math.sign(change) === direction)
    .reduce((sum, { change }) => sum + Math.abs(change), 0);
}

function withinTolerance(ratio: number): boolean {
  return Math.abs(1 - ratio) <= TOLERANCE;
}

function tooMany(): [string, string] {
  return ['TooManyReplicas', 'the desired replica count is more than the maximum replica count'];
}

function tooFew(): [string, string] {
  return ['TooFewReplicas', 'the desired replica count is less than the minimum replica count'];
}
