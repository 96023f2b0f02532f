import { type IndexUser, readQuestion } from '@luban/manifest';
import type { Identity } from '../identity/identity.ts';
import type { IndexQuestions } from './index-questions.ts';
import { type RuleSet, ruledBy } from './rule-set.ts';
import { type ServedKinds, servesKind } from './served-kinds.ts';

/** What is known of somebody's rights in one cluster. */
export interface KnownRights {
  /** What holds everywhere and for the cluster itself. */
  whole: RuleSet;
  /** In each namespace that the person is bound in; undefined: they are not known, or too many. */
  namespaces: readonly RuleSet[] | undefined;
}

/** Somebody whom the index is made for, with what can be said of their rights wherever they are. */
export class Viewer implements IndexUser {
  readonly identity: Identity;
  readonly #clusters: readonly KnownRights[];
  readonly #kinds: readonly ServedKinds[];

  /** @param clusters those that anything is known of: where nothing answers, nothing can be done either */
  constructor(identity: Identity, clusters: readonly KnownRights[], kinds: readonly ServedKinds[]) {
    this.identity = identity;
    this.#clusters = clusters;
    this.#kinds = kinds;
  }

  /** True: everywhere. False: nowhere that the person can go. Undefined: here and there. */
  can(verb: string, resource: string): boolean | undefined {
    if (this.#clusters.length === 0) return undefined;
    const action = { cluster: '', ...readQuestion(verb, resource) };
    const allowed = (set: RuleSet) => ruledBy(set, action);
    const sets = this.#clusters.map(({ whole }) => whole);
    if (!sets.every(({ complete }) => complete)) return undefined;
    if (sets.every(allowed)) return true;
    if (sets.some(allowed)) return undefined;
    const nowhere = this.#clusters.every(({ namespaces }) => namespaces?.every((set) => set.complete && !allowed(set)));
    return nowhere ? false : undefined;
  }

  hasResource(type: string): boolean | undefined {
    if (this.#kinds.length === 0) return undefined;
    const served = this.#kinds.filter((kinds) => servesKind(kinds, type)).length;
    return served === this.#kinds.length ? true : served === 0 ? false : undefined;
  }

  feature(): boolean {
    return false;
  }

  /** The same for all who get the same index. */
  signature({ rights, kinds }: IndexQuestions): string {
    const answers = [
      ...rights.map(({ verb, group, resource, subresource }) => this.can(verb, textOf(group, resource, subresource))),
      ...kinds.map((type) => this.hasResource(type)),
    ];
    return answers.map((answer) => (answer === undefined ? '?' : answer ? 'y' : 'n')).join('');
  }
}

/** Never taken for a subresource: the core group is named too. */
function textOf(group: string, resource: string, subresource: string | undefined): string {
  return [group || 'core', resource, ...(subresource === undefined ? [] : [subresource])].join('/');
}
