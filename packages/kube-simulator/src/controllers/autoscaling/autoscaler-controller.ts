import { quantityOf, quantityToNumber, timestamp } from '@luban/kube';
import type {
  Condition,
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerStatus,
  MetricSpec,
  MetricStatus,
  MetricTarget,
  Scale,
} from '@luban/kube/kinds';
import type { Cluster } from '../../support/cluster.ts';
import { withCondition } from '../../support/conditions.ts';
import { type Controller, onChange } from '../../support/controller.ts';
import { messageOf } from '../../support/errors.ts';
import { sameJson } from '../../support/json.ts';
import { HORIZONTAL_POD_AUTOSCALERS, PODS } from '../../support/kinds.ts';
import { isDeleting, keyOf } from '../../support/objects.ts';
import { MetricError, readUsage } from './pod-usage.ts';
import { byAverage, byUtilization, limit, type Recommendation, type ScaleEvent } from './recommendation.ts';
import { readScale, scaleRefOf, writeScale } from './scale-target.ts';

const COMPONENT = 'horizontal-pod-autoscaler';
/** Milliseconds between looks at the metrics. */
const PERIOD = 15_000;
const LONGEST_MEMORY = 3_600_000;

interface History {
  recommendations: Recommendation[];
  events: ScaleEvent[];
}

/** Scales workloads by what their pods use. Knows the metrics cpu and memory of pods and of containers. */
export function autoscalerController(cluster: Cluster): Controller {
  const autoscalers = cluster.cache(HORIZONTAL_POD_AUTOSCALERS);
  cluster.cache(PODS);
  const histories = new Map<string, History>();
  return {
    name: 'horizontalpodautoscaler',
    watch: (enqueue) => [
      onChange(autoscalers, (autoscaler, previous) => {
        // Its own status is no news.
        if (previous === undefined || autoscaler.metadata.generation !== previous.metadata.generation) {
          enqueue(keyOf(autoscaler));
        }
      }),
    ],
    async reconcile(key) {
      const autoscaler = autoscalers.get(key);
      if (autoscaler === undefined || isDeleting(autoscaler)) {
        histories.delete(key);
        return undefined;
      }
      const history = histories.get(key) ?? { recommendations: [], events: [] };
      histories.set(key, history);
      const status = await new Autoscaling(cluster, autoscaler, history).run();
      if (!sameJson(status, autoscaler.status)) {
        await cluster.updateStatus(HORIZONTAL_POD_AUTOSCALERS, { ...autoscaler, status });
      }
      return PERIOD;
    },
  };
}

class Autoscaling {
  readonly #cluster: Cluster;
  readonly #autoscaler: HorizontalPodAutoscaler;
  readonly #history: History;
  readonly #now: number;
  #conditions: Condition[];

  constructor(cluster: Cluster, autoscaler: HorizontalPodAutoscaler, history: History) {
    this.#cluster = cluster;
    this.#autoscaler = autoscaler;
    this.#history = history;
    this.#now = cluster.clock.now();
    this.#conditions = autoscaler.status?.conditions ?? [];
  }

  async run(): Promise<HorizontalPodAutoscalerStatus> {
    const { spec, status, metadata } = this.#autoscaler;
    const base = {
      ...status,
      desiredReplicas: status?.desiredReplicas ?? 0,
      currentMetrics: status?.currentMetrics ?? null,
      observedGeneration: metadata.generation,
    };
    let scale: Scale;
    let ref: Awaited<ReturnType<typeof scaleRefOf>>;
    try {
      ref = await scaleRefOf(this.#cluster, this.#autoscaler);
      if (ref === undefined) throw new Error(`no matches for kind "${spec.scaleTargetRef.kind}"`);
      scale = await readScale(this.#cluster, ref);
    } catch (error) {
      const message = `the HPA controller was unable to get the target's current scale: ${messageOf(error)}`;
      this.#tell('Warning', 'FailedGetScale', messageOf(error));
      this.#set('AbleToScale', 'False', 'FailedGetScale', message);
      return { ...base, conditions: this.#conditions };
    }
    const current = scale.spec?.replicas ?? 0;
    this.#set(
      'AbleToScale',
      'True',
      'SucceededGetScale',
      "the HPA controller was able to get the target's current scale",
    );
    if (current === 0 && (spec.minReplicas ?? 1) !== 0) {
      this.#set(
        'ScalingActive',
        'False',
        'ScalingDisabled',
        'scaling is disabled since the replica count of the target is zero',
      );
      return { ...base, currentReplicas: 0, desiredReplicas: 0, conditions: this.#conditions };
    }
    const forced = this.#bound(current);
    const outcome = forced ?? (await this.#wish(scale, current));
    if (outcome === undefined)
      return { ...base, currentReplicas: current, desiredReplicas: current, conditions: this.#conditions };
    const replicas = forced?.replicas ?? this.#limit(current, outcome.replicas);
    const next = { ...base, currentReplicas: current, desiredReplicas: replicas, currentMetrics: outcome.metrics };
    if (replicas === current) return { ...next, conditions: this.#conditions };
    try {
      await writeScale(this.#cluster, ref, scale, replicas);
    } catch (error) {
      this.#tell(
        'Warning',
        'FailedRescale',
        `New size: ${replicas}; reason: ${outcome.reason}; error: ${messageOf(error)}`,
      );
      const message = `the HPA controller was unable to update the target scale: ${messageOf(error)}`;
      this.#set('AbleToScale', 'False', 'FailedUpdateScale', message);
      return { ...next, desiredReplicas: current, conditions: this.#conditions };
    }
    this.#history.events.push({ time: this.#now, change: replicas - current });
    const message = `the HPA controller was able to update the target scale to ${replicas}`;
    this.#set('AbleToScale', 'True', 'SucceededRescale', message);
    const why = forced !== undefined || replicas > current ? outcome.reason : 'All metrics below target';
    this.#tell('Normal', 'SuccessfulRescale', `New size: ${replicas}; reason: ${why}`);
    return { ...next, lastScaleTime: timestamp(this.#now), conditions: this.#conditions };
  }

  /** Outside its bounds no metric is asked. */
  #bound(current: number) {
    const { minReplicas = 1, maxReplicas } = this.#autoscaler.spec;
    const metrics = this.#autoscaler.status?.currentMetrics ?? null;
    const reason = 'Current number of replicas';
    if (current > maxReplicas) return { replicas: maxReplicas, metrics, reason: `${reason} above Spec.MaxReplicas` };
    if (current < minReplicas) return { replicas: minReplicas, metrics, reason: `${reason} below Spec.MinReplicas` };
    return undefined;
  }

  /** The largest number that any metric calls for. */
  async #wish(scale: Scale, current: number) {
    const metrics: MetricStatus[] = [];
    let replicas: number | undefined;
    let reason = '';
    let failure: unknown;
    let failed = false;
    for (const metric of this.#autoscaler.spec.metrics ?? []) {
      try {
        const outcome = await this.#measure(metric, scale, current);
        metrics.push(outcome.status);
        if (replicas === undefined || outcome.replicas > replicas) {
          replicas = outcome.replicas;
          reason = outcome.name;
        }
      } catch (error) {
        failed = true;
        failure ??= error;
      }
    }
    // With a metric missing growing is safe, shrinking is not.
    if (replicas === undefined || (failed && replicas < current)) {
      const why = failure instanceof MetricError ? failure.reason : 'FailedGetResourceMetric';
      const message = failure === undefined ? 'no metrics are specified' : messageOf(failure);
      this.#tell('Warning', why, message.replace(/^the HPA was unable to compute the replica count: /, ''));
      this.#tell(
        'Warning',
        'FailedComputeMetricsReplicas',
        `invalid metrics (1 invalid out of ${this.#autoscaler.spec.metrics?.length ?? 0}), first error is: ${message}`,
      );
      this.#set('ScalingActive', 'False', why, message);
      return undefined;
    }
    const message = `the HPA was able to successfully calculate a replica count from ${reason}`;
    this.#set('ScalingActive', 'True', 'ValidMetricFound', message);
    return { replicas, metrics, reason: `${reason} above target` };
  }

  async #measure(metric: MetricSpec, scale: Scale, current: number) {
    const source = metric.containerResource ?? metric.resource;
    if (source === undefined) {
      throw new MetricError(
        'InvalidMetricSourceType',
        `the HPA was unable to compute the replica count: metrics of type ${metric.type} are not simulated`,
      );
    }
    const { name, target } = source;
    const container = metric.containerResource?.container;
    const selector = scale.status?.selector ?? '';
    if (selector === '') throw new MetricError('InvalidSelector', "the HPA target's scale is missing a selector");
    const { namespace = '' } = this.#autoscaler.metadata;
    const needsRequests = target.averageUtilization !== undefined;
    const pods = await readUsage(this.#cluster, namespace, selector, name, container, needsRequests);
    const outcome = compute(pods, current, target);
    if (outcome === undefined) {
      const message = `the HPA was unable to compute the replica count: failed to get ${name} utilization: did not receive metrics for targeted pods (pods might be unready)`;
      throw new MetricError('FailedGetResourceMetric', message);
    }
    const averageValue = formatAmount(name, outcome.average);
    const value = {
      averageValue,
      ...(outcome.utilization !== undefined && { averageUtilization: Math.trunc(outcome.utilization * 100) }),
    };
    const status: MetricStatus =
      container === undefined
        ? { type: 'Resource', resource: { name, current: value } }
        : { type: 'ContainerResource', containerResource: { name, container, current: value } };
    const what = container === undefined ? `${name} resource` : `${name} container resource`;
    const full = needsRequests ? `${what} utilization (percentage of request)` : what;
    return { replicas: outcome.replicas, status, name: full };
  }

  #limit(current: number, wished: number): number {
    const { spec } = this.#autoscaler;
    const { recommendations, events } = this.#history;
    recommendations.push({ time: this.#now, replicas: wished });
    this.#history.recommendations = recommendations.filter(({ time }) => time > this.#now - LONGEST_MEMORY);
    this.#history.events = events.filter(({ time }) => time > this.#now - LONGEST_MEMORY);
    const { replicas, able, limited } = limit({
      current,
      wished,
      min: spec.minReplicas ?? 1,
      max: spec.maxReplicas,
      behavior: spec.behavior,
      recommendations: this.#history.recommendations,
      events: this.#history.events,
      now: this.#now,
    });
    this.#set('AbleToScale', 'True', ...able);
    if (limited !== undefined) this.#set('ScalingLimited', 'True', ...limited);
    else {
      const message = 'the desired count is within the acceptable range';
      this.#set('ScalingLimited', 'False', 'DesiredWithinRange', message);
    }
    return replicas;
  }

  #set(type: string, status: 'True' | 'False', reason: string, message: string): void {
    this.#conditions = withCondition(this.#conditions, { type, status, reason, message }, timestamp(this.#now));
  }

  #tell(type: 'Normal' | 'Warning', reason: string, message: string): void {
    this.#cluster.recorder(COMPONENT).event(this.#autoscaler, type, reason, message);
  }
}

function compute(
  pods: Parameters<typeof byUtilization>[0],
  current: number,
  target: MetricTarget,
): { replicas: number; average: number; utilization?: number } | undefined {
  if (target.averageUtilization !== undefined) return byUtilization(pods, current, target.averageUtilization / 100);
  const amount = quantityOf(target.averageValue);
  return amount === undefined ? undefined : byAverage(pods, current, quantityToNumber(amount));
}

/** Cores in thousandths, bytes whole. */
function formatAmount(resource: string, amount: number): string {
  return resource === 'cpu' ? `${Math.round(amount * 1000)}m` : String(Math.round(amount));
}
