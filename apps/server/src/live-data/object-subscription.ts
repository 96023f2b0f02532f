import type { LiveObjectRef } from '@luban/kube/live';
import type { Rights } from '../rights/rights.ts';
import { objectAccess } from './live-access.ts';
import type { LiveObject } from './live-object.ts';
import type { LiveSources } from './live-sources.ts';
import type { LiveSubscription, LiveTab } from './live-tab.ts';
import { RightsCheck } from './rights-check.ts';
import type { Lease } from './shared-sources.ts';

export interface ObjectSubscriptionOptions {
  tab: LiveTab;
  id: number;
  object: LiveObjectRef;
  sources: LiveSources;
  rights: Rights;
  now(): number;
}

/** One object that one tab follows. */
export class ObjectSubscription implements LiveSubscription {
  readonly #options: ObjectSubscriptionOptions;
  readonly #check: RightsCheck;
  #lease: Lease<LiveObject> | undefined;
  #listening: Disposable | undefined;
  #told: string | undefined;
  #seq = 0;

  constructor(options: ObjectSubscriptionOptions) {
    this.#options = options;
    const { tab, id, object, rights, now } = options;
    this.#check = new RightsCheck({
      ask: () => objectAccess(rights, tab.identity, object),
      allowed: () => this.#follow(),
      refused: (problem) => {
        this.#unfollow();
        tab.sendState(id, 'refused', { problem });
      },
      unknown: (problem) => {
        this.#unfollow();
        tab.sendState(id, 'problem', { problem });
      },
      cluster: object.cluster,
      now,
    });
    this.recheck();
  }

  get cluster(): string {
    return this.#options.object.cluster;
  }

  recheck(): void {
    this.#check.run();
  }

  resync(): void {
    this.#told = undefined;
    this.catchUp();
  }

  catchUp(): void {
    const { tab, id, object } = this.#options;
    if (tab.busy || this.#lease === undefined) return;
    const { source } = this.#lease;
    const text = source.text(object.managedFields === true);
    if (text === this.#told || (this.#told === undefined && !source.state.whole)) return;
    this.#told = text;
    tab.send(`{"type":"object","id":${id},"seq":${++this.#seq},"object":${text}}`);
  }

  [Symbol.dispose](): void {
    this.#check[Symbol.dispose]();
    this.#unfollow();
  }

  #follow(): void {
    if (this.#lease !== undefined) return;
    this.#lease = this.#options.sources.object(this.#options.object);
    const stateChanged = () => {
      this.catchUp();
      this.#sendState();
    };
    this.#listening = this.#lease.source.listen({ changed: () => this.catchUp(), stateChanged });
    stateChanged();
  }

  #sendState(): void {
    const { tab, id } = this.#options;
    const { state, asOf, problem } = this.#lease!.source.state;
    tab.sendState(id, state, { asOf, problem });
  }

  #unfollow(): void {
    this.#listening?.[Symbol.dispose]();
    this.#lease?.[Symbol.dispose]();
    this.#lease = undefined;
    this.#told = undefined;
  }
}
