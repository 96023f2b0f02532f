import { type Clock, isStatusError, type KubeObject, systemClock, timestamp } from '@luban/kube';
import { Informer, type KubeClient } from '@luban/kube/client';
import { OWN_NAMESPACE } from '../kube/own-namespace.ts';
import { DEFAULT_RULES, type LimitRules } from './limit-rules.ts';
import { parseRules, type RulesProblem } from './parse-rules.ts';

/** ConfigMap that administrators write; its key is the file. */
export const LIMITS_CONFIG_MAP = 'luban-limits';
export const LIMITS_KEY = 'limits.yaml';

/** Which limits hold now. */
export interface LimitsInForce {
  readonly rules: LimitRules;
  readonly from: 'defaults' | 'ConfigMap';
  /** What is wrong with the ConfigMap, while what it said before holds on. */
  readonly problem?: RulesProblem;
}

export interface LimitsConfigOptions {
  /** LuBan itself, at the host cluster. */
  client: KubeClient;
  log: { info(fields: object, message: string): void; warn(fields: object, message: string): void };
  onError(error: unknown): void;
  clock?: Clock;
}

type ConfigMap = KubeObject & { data?: Record<string, unknown> };

/** Follows the ConfigMap. A mistake in it changes nothing but what is told: in the log, as an Event, in `current`. */
export class LimitsConfig implements Disposable {
  readonly #options: LimitsConfigOptions;
  readonly #informer: Informer<ConfigMap>;
  readonly #listeners = new Set<() => void>();
  #current: LimitsInForce = { rules: DEFAULT_RULES, from: 'defaults' };

  constructor(options: LimitsConfigOptions) {
    this.#options = options;
    this.#informer = new Informer<ConfigMap>(
      options.client,
      { group: '', version: 'v1', resource: 'configmaps' },
      {
        namespace: OWN_NAMESPACE,
        fieldSelector: `metadata.name=${LIMITS_CONFIG_MAP}`,
        clock: options.clock,
        onError: options.onError,
      },
    );
    this.#informer.subscribe({
      onAdd: (map) => this.#take(map),
      onUpdate: (map) => this.#take(map),
      onDelete: () => this.#set({ rules: DEFAULT_RULES, from: 'defaults' }, 'limits are the defaults again'),
    });
  }

  /** Resolves when the ConfigMap, if there is one, holds. */
  start(): Promise<void> {
    return this.#informer.start();
  }

  get current(): LimitsInForce {
    return this.#current;
  }

  watch(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  [Symbol.dispose](): void {
    this.#informer[Symbol.dispose]();
    this.#listeners.clear();
  }

  #take(map: ConfigMap): void {
    const text = Object.hasOwn(map.data ?? {}, LIMITS_KEY) ? map.data![LIMITS_KEY] : '';
    const parsed = parseRules(typeof text === 'string' ? text : '');
    if (parsed.ok) {
      this.#set({ rules: parsed.rules, from: 'ConfigMap' }, 'limits were read');
      return;
    }
    const { problem } = parsed;
    this.#current = { ...this.#current, problem };
    this.#options.log.warn({ ...problem, configMap: `${OWN_NAMESPACE}/${LIMITS_CONFIG_MAP}` }, 'LB5702');
    void this.#report(map, problem).catch(this.#options.onError);
    this.#tell();
  }

  #set(current: LimitsInForce, what: string): void {
    this.#current = current;
    this.#options.log.info({ from: current.from }, what);
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  /** One Event for each version of the ConfigMap, however many replicas see it. */
  async #report(map: ConfigMap, { field, reason }: RulesProblem): Promise<void> {
    const { client, clock = systemClock } = this.#options;
    const { uid, resourceVersion } = map.metadata;
    const time = timestamp(clock.now());
    const events = { group: '', version: 'v1', resource: 'events', namespace: OWN_NAMESPACE };
    const event: KubeObject = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${LIMITS_CONFIG_MAP}.${resourceVersion}`, namespace: OWN_NAMESPACE },
      involvedObject: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        namespace: OWN_NAMESPACE,
        name: LIMITS_CONFIG_MAP,
        uid,
        resourceVersion,
      },
      type: 'Warning',
      reason: 'LimitsRefused',
      message: `${field} ${reason}. The limits from before hold on.`,
      source: { component: 'luban' },
      firstTimestamp: time,
      lastTimestamp: time,
      count: 1,
    };
    await client.create(events, event).catch((error: unknown) => {
      if (!isStatusError(error, 'AlreadyExists')) throw error;
    });
  }
}
