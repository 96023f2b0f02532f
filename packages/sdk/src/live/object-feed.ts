import type { KubeObject } from '@luban/kube';
import type { LiveClientMessage, LiveObjectRef, LiveProblem, LiveServerMessage, LiveState } from '@luban/kube/live';
import { Listeners } from './listeners.ts';
import type { Feed, FeedPort } from './live-connection.ts';

/** An object at one moment. Another object of this type whenever something changed. */
export interface ObjectSnapshot {
  readonly status: LiveState;
  /** Absent while it is not there. */
  readonly object?: KubeObject;
  readonly asOf?: number;
  readonly problem?: LiveProblem;
}

/** One object of one connection, whole. */
export class ObjectFeed implements Feed {
  readonly #port: FeedPort;
  readonly #ref: LiveObjectRef;
  readonly #listeners = new Listeners();
  #current: ObjectSnapshot = { status: 'loading' };

  constructor(port: FeedPort, ref: LiveObjectRef) {
    this.#port = port;
    this.#ref = ref;
  }

  get = (): ObjectSnapshot => this.#current;

  subscribe = (listener: () => void): (() => void) => this.#listeners.add(listener);

  close(): void {
    this.#port.close();
  }

  opening(): LiveClientMessage {
    return { op: 'follow', id: this.#port.id, object: this.#ref };
  }

  receive(message: LiveServerMessage): void {
    if (message.type === 'object') this.#tell({ ...this.#current, object: message.object ?? undefined });
    else if (message.type === 'state') {
      const { state: status, asOf, problem } = message;
      const object = status === 'refused' ? undefined : this.#current.object;
      this.#tell({ status, object, asOf, problem });
    } else if (message.type === 'ended') this.#tell({ status: 'problem', problem: message.problem });
  }

  interrupted(problem: LiveProblem, at: number): void {
    const { status, object, asOf } = this.#current;
    if (status === 'refused') return;
    if (object === undefined) this.#tell({ status: 'problem', problem });
    else this.#tell({ status: 'stale', object, problem, asOf: status === 'stale' ? asOf : at });
  }

  #tell(current: ObjectSnapshot): void {
    this.#current = current;
    this.#listeners.call();
  }
}
