import { type Clock, isStatusError, type KubeObject, timestamp } from '@luban/kube';
import { Informer, type KubeClient } from '@luban/kube/client';
import type { Pod } from '@luban/kube/kinds';
import { parseImageName, shortImageName } from '../images/image-name.ts';
import type { Informers } from '../support/informers.ts';
import { PODS } from '../support/kinds.ts';
import { CERT_MANAGER } from './cert-manager.ts';
import type { OperatorOutcome, OperatorRule } from './operator-rule.ts';

export interface SimulatedOperatorsOptions {
  client: KubeClient;
  clock: Clock;
  informers: Informers;
  onError(error: unknown): void;
}

const DEFINITIONS = { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' } as const;
const SECRETS = { group: '', version: 'v1', resource: 'secrets' } as const;
const RULES: readonly OperatorRule[] = CERT_MANAGER;
/** Changes often come in groups. */
const PAUSE = 150;

/**
 * Operators run as pods that do nothing. For those that charts wait for, this does what would let the charts go on:
 * while a pod with the operator's image runs, objects of its kinds get a status that says so and that it is simulated.
 */
export class SimulatedOperators implements Disposable {
  readonly #options: SimulatedOperatorsOptions;
  readonly #held = new DisposableStack();
  readonly #objects = new Map<OperatorRule, Informer>();
  #next: Disposable | undefined;

  constructor(options: SimulatedOperatorsOptions) {
    this.#options = options;
    const { client, informers, ...rest } = options;
    const lookSoon = () => this.#lookSoon();
    const definitions = this.#held.use(new Informer(client, DEFINITIONS, rest));
    definitions.subscribe({
      onAdd: (definition) => this.#defined(definition),
      onUpdate: (definition) => this.#defined(definition),
      onDelete: (definition) => this.#undefined(definition),
    });
    this.#held.use(informers.cache(PODS).subscribe({ onUpdate: (pod) => isOperator(pod) && lookSoon() }));
    void definitions.start();
  }

  [Symbol.dispose](): void {
    this.#next?.[Symbol.dispose]();
    this.#held.dispose();
    for (const informer of this.#objects.values()) informer[Symbol.dispose]();
  }

  #defined(definition: KubeObject): void {
    const { conditions = [] } = (definition.status ?? {}) as { conditions?: { type: string; status: string }[] };
    if (!conditions.some(({ type, status }) => type === 'Established' && status === 'True')) return;
    for (const rule of RULES) {
      if (nameOf(rule) !== definition.metadata.name || this.#objects.has(rule)) continue;
      const { client, clock } = this.#options;
      const informer = new Informer(client, rule.kind, {
        clock,
        // The kind is gone a moment before its definition is.
        onError: (error) => isStatusError(error, 'NotFound') || this.#options.onError(error),
      });
      this.#objects.set(rule, informer);
      informer.subscribe({ onAdd: () => this.#lookSoon(), onUpdate: () => this.#lookSoon() });
      void informer.start();
    }
  }

  #undefined(definition: KubeObject): void {
    for (const rule of RULES) {
      if (nameOf(rule) !== definition.metadata.name) continue;
      this.#objects.get(rule)?.[Symbol.dispose]();
      this.#objects.delete(rule);
    }
  }

  #lookSoon(): void {
    this.#next ??= this.#options.clock.after(PAUSE, () => {
      this.#next = undefined;
      this.#look().catch(this.#options.onError);
    });
  }

  async #look(): Promise<void> {
    const { clock, informers } = this.#options;
    const running = new Set<string>();
    for (const pod of informers.cache(PODS).values()) {
      if (pod.status?.phase !== 'Running') continue;
      for (const { image = '' } of pod.spec.containers) running.add(programOf(image));
    }
    for (const [rule, informer] of this.#objects) {
      if (!running.has(rule.image)) continue;
      for (const object of informer.values()) {
        const outcome = rule.outcome(object, timestamp(clock.now()));
        if (outcome !== undefined) await this.#apply(rule, object, outcome);
      }
    }
  }

  async #apply({ kind }: OperatorRule, { metadata }: KubeObject, { status, secrets = [] }: OperatorOutcome) {
    const { client } = this.#options;
    try {
      for (const secret of secrets) {
        await client
          .create({ ...SECRETS, namespace: secret.metadata.namespace }, secret)
          .catch(unless('AlreadyExists'));
      }
      const { name, namespace } = metadata;
      await client.patch({ ...kind, name, namespace, subresource: 'status' }, 'merge', { status });
    } catch (error) {
      // It went away meanwhile, or its namespace goes.
      if (!isStatusError(error, 'NotFound') && !isStatusError(error, 'Forbidden')) this.#options.onError(error);
    }
  }
}

function unless(reason: 'AlreadyExists') {
  return (error: unknown) => {
    if (!isStatusError(error, reason)) throw error;
  };
}

function isOperator(pod: Pod): boolean {
  return pod.spec.containers.some(({ image = '' }) => RULES.some((rule) => rule.image === programOf(image)));
}

function programOf(image: string): string {
  const name = parseImageName(image);
  return name === undefined ? '' : shortImageName(name);
}

const nameOf = ({ kind }: OperatorRule) => `${kind.resource}.${kind.group}`;
