import type { PolicyRule } from './package-permissions.ts';
import { type Coverage, coverage, type Right, rightsOf } from './rights.ts';

/** Rights of one rule that are looked up one by one. A rule that multiplies to more is asked as a whole. */
const MOST_RIGHTS = 2_000;

/** What several rules allow together. Source: Kubernetes RBAC. */
export class Grants {
  /** Verbs by group, resource and name, or by URL. */
  readonly #verbs = new Map<string, Set<string>>();
  /** URLs that end with `*`. */
  readonly #prefixes: { prefix: string; verb: string }[] = [];
  readonly #large: Coverage[] = [];
  readonly #all: Coverage[];

  constructor(rules: readonly PolicyRule[]) {
    this.#all = rules.map(coverage);
    for (const [index, rule] of rules.entries()) {
      const rights = rightsOf(rule, MOST_RIGHTS);
      if (rights === undefined) this.#large.push(this.#all[index]!);
      else for (const right of rights) this.#add(right);
    }
  }

  allows(right: Right): boolean {
    const { verb, group, resource, name, url } = right;
    if (this.#large.some((cover) => cover.right(right))) return true;
    if (url !== '') {
      if (this.#has(urlKey(url), verb)) return true;
      return this.#prefixes.some((own) => url.startsWith(own.prefix) && (own.verb === '*' || own.verb === verb));
    }
    const slash = resource.indexOf('/');
    const resources = [resource, '*', ...(slash > 0 ? [`*${resource.slice(slash)}`] : [])];
    // A grant without a name is for all names.
    const names = name === '' ? [''] : [name, ''];
    return [group, '*'].some((one) =>
      resources.some((other) => names.some((own) => this.#has(objectKey(one, other, own), verb))),
    );
  }

  /** Whether one of the rules allows all that another does. */
  allowsAll(rule: PolicyRule): boolean {
    return this.#all.some((cover) => cover.rule(rule));
  }

  #add({ verb, group, resource, name, url }: Right): void {
    if (url.endsWith('*')) this.#prefixes.push({ prefix: url.slice(0, -1), verb });
    const key = url === '' ? objectKey(group, resource, name) : urlKey(url);
    const verbs = this.#verbs.get(key);
    if (verbs === undefined) this.#verbs.set(key, new Set([verb]));
    else verbs.add(verb);
  }

  #has(key: string, verb: string): boolean {
    const verbs = this.#verbs.get(key);
    return verbs !== undefined && (verbs.has('*') || verbs.has(verb));
  }
}

/** In no name: `permissions.yaml` with such a character is refused. */
const SEPARATOR = '\0';

function objectKey(group: string, resource: string, name: string): string {
  return `object${SEPARATOR}${group}${SEPARATOR}${resource}${SEPARATOR}${name}`;
}

function urlKey(url: string): string {
  return `url${SEPARATOR}${url}`;
}
