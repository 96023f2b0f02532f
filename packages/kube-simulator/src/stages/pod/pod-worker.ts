import { setImmediate as turn } from 'node:timers/promises';
import { type Clock, isStatusError } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import type { Condition, Pod, PodStatus } from '@luban/kube/kinds';
import type { EventRecorder } from '../../support/event-recorder.ts';
import { sameJson } from '../../support/json.ts';
import { PODS, refOf } from '../../support/kinds.ts';
import { isNewer } from '../../support/objects.ts';
import { Lane } from '../lane.ts';
import type { Stage, StageEvent } from '../stage.ts';
import type { ContainerRecord, ContainerRole, ProbeKind } from './container-record.ts';
import { CONTAINER_STAGES } from './container-stages.ts';
import { adoptContainers, type PodRecord, podRecordOf } from './pod-record.ts';
import { POD_STAGES } from './pod-stages.ts';
import { podStatusOf } from './pod-status.ts';
import type { ContainerSubject, PodHost, PodSubject } from './pod-subject.ts';
import { PROBE_STAGES } from './probe-stages.ts';

export interface PodWorkerOptions {
  pod: Pod;
  host: PodHost;
  hostIp: string;
  client: KubeClient;
  clock: Clock;
  seed: string;
  /** Durations of the life cycle are divided by it. */
  speed: number;
  events: EventRecorder;
  onError(error: unknown): void;
}

const PROBE_KINDS: readonly ProbeKind[] = ['startup', 'readiness', 'liveness'];
const FIELDS: Record<ContainerRole, string> = {
  init: 'initContainers',
  sidecar: 'initContainers',
  main: 'containers',
  ephemeral: 'ephemeralContainers',
};
const RETRY = 1000;

/** Takes one pod through its life, and keeps its status at the API. */
export class PodWorker implements Disposable {
  readonly record: PodRecord;
  readonly #options: PodWorkerOptions;
  readonly #podLane: Lane<PodSubject>;
  readonly #lanes = new Map<ContainerRecord, Lane<ContainerSubject>[]>();
  #pod: Pod;
  #written = '';
  #writing = false;
  #work: Promise<unknown> = Promise.resolve();
  #writeAgain = false;
  #ended = false;

  constructor(options: PodWorkerOptions) {
    this.#options = options;
    this.#pod = options.pod;
    this.record = podRecordOf(options.pod);
    const { clock, speed, onError, seed } = options;
    this.#podLane = new Lane<PodSubject>({
      stages: POD_STAGES,
      clock,
      speed,
      onError,
      seed: `${seed}/pod`,
      subject: () => this.#subject(),
      done: (stage, events) => this.#done(stage, events),
    });
    this.#addLanes();
    // What ran before the simulator was restarted runs on, from the start of its program.
    for (const container of this.record.containers) {
      if (container.step !== 'running') continue;
      options.host
        .start(this.#pod, container, () => this.#look())
        .then((instance) => {
          container.instance = instance;
          if (this.#ended) instance.stop(0, 'SIGKILL');
          this.#look();
        })
        .catch(onError);
    }
  }

  get pod(): Pod {
    return this.#pod;
  }

  /** Begins. */
  start(): void {
    this.#look();
    this.#write();
  }

  /** Goes on after the object changed. */
  update(pod: Pod): void {
    // Of the own writes the answers have told already. To go by an earlier state would date conditions anew, and each
    // such write would delay the news of the ones before it further.
    if (!isNewer(pod, this.#pod)) return;
    this.#pod = pod;
    adoptContainers(this.record, pod);
    this.#addLanes();
    this.start();
  }

  /** Resolves when the request that is under way is answered. */
  async settled(): Promise<void> {
    await this.#work;
  }

  /** The pod is gone, or the simulator ends: its processes are killed. */
  [Symbol.dispose](): void {
    this.#ended = true;
    this.#podLane[Symbol.dispose]();
    for (const lanes of this.#lanes.values()) for (const lane of lanes) lane[Symbol.dispose]();
    for (const { instance } of this.record.containers) instance?.stop(0, 'SIGKILL');
  }

  #subject(): PodSubject {
    return { object: this.#pod, record: this.record, now: this.#options.clock.now(), host: this.#options.host };
  }

  #addLanes(): void {
    const { clock, speed, onError, seed } = this.#options;
    for (const container of this.record.containers) {
      if (this.#lanes.has(container)) continue;
      const lane = (name: string, stages: readonly Stage<ContainerSubject>[]) =>
        new Lane<ContainerSubject>({
          stages,
          clock,
          speed,
          onError,
          seed: `${seed}/${container.spec.name}/${name}`,
          subject: () => ({ ...this.#subject(), container, wake: () => this.#look() }),
          done: (stage, events) => this.#done(stage, events, container),
        });
      this.#lanes.set(container, [
        lane('life', CONTAINER_STAGES),
        ...PROBE_KINDS.map((kind) => lane(kind, PROBE_STAGES[kind])),
      ]);
    }
  }

  #look(): void {
    if (this.#ended) return;
    this.#podLane.evaluate();
    for (const lanes of this.#lanes.values()) for (const lane of lanes) lane.evaluate();
  }

  #done<Subject>(stage: Stage<Subject>, events: readonly StageEvent[], container?: ContainerRecord): void {
    const { namespace, name, uid, resourceVersion } = this.#pod.metadata;
    const fieldPath = container && `spec.${FIELDS[container.role]}{${container.spec.name}}`;
    const about = { apiVersion: 'v1', kind: 'Pod', namespace, name, uid, resourceVersion, fieldPath };
    for (const { type, reason, message } of events) this.#options.events.event(about, type, reason, message);
    if (stage.next.delete) this.#delete();
    else this.#write();
    this.#look();
  }

  #write(): void {
    if (this.#ended) return;
    if (this.#writing) {
      this.#writeAgain = true;
      return;
    }
    this.#writing = true;
    // What follows from the change at once is written together with it.
    this.#work = turn()
      .then(() => this.#writeStatus())
      .catch((error: unknown) => this.#retry(error, () => this.#write()))
      .finally(() => {
        this.#writing = false;
        if (this.#writeAgain) {
          this.#writeAgain = false;
          this.#write();
        }
      });
  }

  async #writeStatus(): Promise<void> {
    if (this.#ended) return;
    const status = podStatusOf(this.#pod, this.record, this.#options.hostIp, this.#options.clock.now());
    const text = JSON.stringify(status);
    // Times of conditions are those of the pod's own until it changes, so that an equal status is an equal text.
    // Before the first write, such as after a restart of the simulator, the pod may say all of it already.
    if (text === this.#written || (this.#written === '' && saysAlready(this.#pod.status, status))) return;
    const answer = await this.#options.client.patch<Pod>(refOf(PODS, this.#pod, 'status'), 'strategic', {
      metadata: { uid: this.record.uid },
      status: { ...status, conditions: status.conditions?.map(wholeCondition) },
    });
    this.#written = text;
    if (!this.#ended) this.update(answer);
  }

  #delete(): void {
    const before = this.#work;
    const remove = async () => {
      await before;
      await this.#writeStatus();
      const end = { gracePeriodSeconds: 0, preconditions: { uid: this.record.uid } };
      await this.#options.client.delete(refOf(PODS, this.#pod), end);
    };
    this.#work = remove().catch((error: unknown) => this.#retry(error, () => this.#delete()));
  }

  #retry(error: unknown, again: () => void): void {
    // The pod, or the pod of that name, is no longer ours.
    if (this.#ended || isStatusError(error, 'NotFound') || isStatusError(error, 'Conflict')) return;
    // A busy API server says so, and is not at fault.
    if (!isStatusError(error, 'TooManyRequests')) this.#options.onError(error);
    this.#options.clock.after(RETRY, () => {
      if (!this.#ended) again();
    });
  }
}

/** Conditions are merged by their type, where what a patch leaves out stays as it was. */
function wholeCondition(condition: Condition) {
  return { reason: null, message: null, ...condition };
}

function saysAlready(known: PodStatus = {}, { conditions = [], ...rest }: PodStatus): boolean {
  const isThere = (condition: Condition) =>
    known.conditions?.some((other) => other.type === condition.type && sameJson(other, condition)) === true;
  return conditions.every(isThere) && sameJson({ ...known, conditions: [] }, { ...rest, conditions: [] });
}
