import type { Probe } from '@luban/kube/kinds';
import { normal, type Stage, type StageEvent, warning } from '../stage.ts';
import type { ProbeKind } from './container-record.ts';
import { POD } from './container-step.ts';
import type { ContainerSubject } from './pod-subject.ts';

const DEFAULTS = { periodSeconds: 10, failureThreshold: 3, successThreshold: 1 } as const;
/** Successes in a row after which a server is looked at less often, and how often then, in milliseconds. */
const STEADY = 3;
const STEADY_PERIOD = 60_000;
const WORDS: Record<ProbeKind, string> = { startup: 'Startup', readiness: 'Readiness', liveness: 'Liveness' };

/** One stage for each kind of probe; each is to have a lane of its own. */
export const PROBE_STAGES: Readonly<Record<ProbeKind, readonly Stage<ContainerSubject>[]>> = {
  startup: [probeStage('startup')],
  readiness: [probeStage('readiness')],
  liveness: [probeStage('liveness')],
};

function probeOf({ container }: ContainerSubject, kind: ProbeKind): Probe | undefined {
  const { spec } = container;
  return kind === 'startup' ? spec.startupProbe : kind === 'readiness' ? spec.readinessProbe : spec.livenessProbe;
}

function probeStage(kind: ProbeKind): Stage<ContainerSubject> {
  const outcomes = new WeakMap<ContainerSubject['container'], { failure?: string; isSilent: boolean }>();
  return {
    name: `probe-${kind}`,
    resourceRef: POD,
    selector: {
      matchExpressions: [
        ({ container }) =>
          container.step === 'running' && !container.stopping && container.instance?.exit === undefined,
        (subject) => probeOf(subject, kind) !== undefined,
        // The other probes wait for the startup probe, and that one is done once it succeeded.
        ({ container }) => (kind === 'startup') !== container.started,
      ],
    },
    delay: {
      durationMilliseconds: (subject) => waitFor(subject, kind),
      jitterDurationMilliseconds: (subject) => waitFor(subject, kind) + 400,
    },
    next: {
      patch: async (subject) => {
        const { container, host, object } = subject;
        const { instance, ready, started, stopping } = container;
        let failure = await host.probe(object, container, kind);
        // A restart in the meantime makes the result one of the past.
        if (container.instance !== instance || container.stopping) failure = undefined;
        else apply(subject, kind, failure);
        const isSilent = container.ready === ready && container.started === started && container.stopping === stopping;
        outcomes.set(container, { failure, isSilent });
      },
      isSilent: ({ container }) => outcomes.get(container)?.isSilent === true,
      event: (subject) => probeEvents(subject, kind, outcomes.get(subject.container)?.failure),
    },
  };
}

function waitFor(subject: ContainerSubject, kind: ProbeKind): number {
  const probe = probeOf(subject, kind);
  const { runs, successes } = subject.container.probes[kind];
  if (runs === 0) return (probe?.initialDelaySeconds ?? 0) * 1000;
  const period = (probe?.periodSeconds ?? DEFAULTS.periodSeconds) * 1000;
  // A simulated server that has answered goes on to; only commands may change their mind.
  return probe?.exec === undefined && successes > STEADY ? Math.max(period, STEADY_PERIOD) : period;
}

function apply(subject: ContainerSubject, kind: ProbeKind, failure: string | undefined): void {
  const { container } = subject;
  const probe = probeOf(subject, kind);
  const record = container.probes[kind];
  record.runs++;
  record.successes = failure === undefined ? record.successes + 1 : 0;
  record.failures = failure === undefined ? 0 : record.failures + 1;
  const failed = record.failures >= (probe?.failureThreshold ?? DEFAULTS.failureThreshold);
  const succeeded = record.successes >= (probe?.successThreshold ?? DEFAULTS.successThreshold);
  if (kind === 'readiness') {
    if (succeeded) container.ready = true;
    else if (failed) container.ready = false;
  } else if (kind === 'startup' && succeeded) {
    container.started = true;
    if (container.spec.readinessProbe === undefined) container.ready = true;
  }
  if (kind !== 'readiness' && failed) {
    container.stopping = true;
    const grace = probe?.terminationGracePeriodSeconds ?? subject.object.spec.terminationGracePeriodSeconds ?? 30;
    container.instance?.stop(grace * 1000);
  }
}

function probeEvents({ container }: ContainerSubject, kind: ProbeKind, failure: string | undefined): StageEvent[] {
  if (failure === undefined) return [];
  const events = [warning('Unhealthy', `${WORDS[kind]} probe failed: ${failure}`)];
  if (container.stopping) {
    events.push(normal('Killing', `Container ${container.spec.name} failed ${kind} probe, will be restarted`));
  }
  return events;
}
