import type { PolicyRule } from './package-permissions.ts';

/** The smallest thing that a rule can allow. `url`: the others are empty. `name` empty: all objects. */
export interface Right {
  verb: string;
  group: string;
  resource: string;
  name: string;
  url: string;
}

/** What a rule allows, taken apart. @returns undefined when that is more than `most` */
export function rightsOf(rule: PolicyRule, most: number): Right[] | undefined {
  const { verbs, apiGroups, resources, nonResourceURLs } = rule;
  const names = rule.resourceNames.length === 0 ? [''] : rule.resourceNames;
  const size = verbs.length * (apiGroups.length * resources.length * names.length + nonResourceURLs.length);
  if (size > most) return undefined;
  const rights: Right[] = [];
  for (const verb of verbs) {
    for (const group of apiGroups)
      for (const resource of resources) for (const name of names) rights.push({ verb, group, resource, name, url: '' });
    for (const url of nonResourceURLs) rights.push({ verb, group: '', resource: '', name: '', url });
  }
  return rights;
}

/** Puts rights together to as few rules as can be read well. */
export function rulesOf(rights: readonly Right[]): PolicyRule[] {
  const empty = { apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [] };
  const urls = rights.filter(({ url }) => url !== '');
  const byUrl = gather(
    urls,
    ({ url }) => url,
    ({ verb }) => verb,
  );
  const ofUrls = gather(
    byUrl,
    ({ values }) => values.join(' '),
    ({ first: { url } }) => url,
  ).map(({ first, values }): PolicyRule => ({ ...empty, verbs: first.values, nonResourceURLs: values }));

  const others = rights.filter(({ url }) => url === '');
  const verbs = gather(
    others,
    ({ group, resource, name }) => key(group, resource, name),
    ({ verb }) => verb,
  );
  const names = gather(
    verbs,
    ({ first: { group, resource }, values }) => key(group, resource, ...values),
    (one) => one.first.name,
  );
  const resources = gather(
    names,
    (one) => key(one.first.first.group, one.values, one.first.values),
    (one) => one.first.first.resource,
  );
  const groups = gather(
    resources,
    (one) => key(one.values, one.first.values, one.first.first.values),
    (one) => one.first.first.first.group,
  );
  const ofObjects = groups.map(({ first, values }): PolicyRule => {
    const resourceNames = first.first.values.filter((name) => name !== '');
    return { ...empty, verbs: first.first.first.values, apiGroups: values, resources: first.values, resourceNames };
  });
  return [...ofObjects, ...ofUrls];
}

export interface Coverage {
  /** Whether the rule allows a right. */
  right(right: Right): boolean;
  /** Whether it allows all that another rule does. */
  rule(other: PolicyRule): boolean;
}

/** What a rule covers. Source: Kubernetes RBAC. */
export function coverage(rule: PolicyRule): Coverage {
  const verbs = new Set(rule.verbs);
  const groups = new Set(rule.apiGroups);
  const resources = new Set(rule.resources);
  const names = new Set(rule.resourceNames);
  const has = (set: ReadonlySet<string>, name: string) => set.has('*') || set.has(name);
  const hasResource = (resource: string) => {
    if (has(resources, resource)) return true;
    const slash = resource.indexOf('/');
    return slash > 0 && resources.has(`*${resource.slice(slash)}`);
  };
  // `create` and the like have no name to compare, so a rule with names is no rule without.
  const hasName = (name: string) => names.size === 0 || names.has(name);
  const hasUrl = (url: string) =>
    rule.nonResourceURLs.some((own) => own === url || (own.endsWith('*') && url.startsWith(own.slice(0, -1))));
  return {
    right: ({ verb, group, resource, name, url }) =>
      has(verbs, verb) && (url === '' ? has(groups, group) && hasResource(resource) && hasName(name) : hasUrl(url)),
    rule: (other) =>
      other.verbs.every((verb) => has(verbs, verb)) &&
      (other.resources.length === 0 ||
        (other.apiGroups.every((group) => has(groups, group)) &&
          other.resources.every(hasResource) &&
          (names.size === 0 || (other.resourceNames.length > 0 && other.resourceNames.every(hasName))))) &&
      other.nonResourceURLs.every(hasUrl),
  };
}

interface Gathered<T> {
  first: T;
  values: string[];
}

/** Items of one key become one, with the values of all. */
function gather<T>(items: readonly T[], keyOf: (item: T) => string, valueIn: (item: T) => string): Gathered<T>[] {
  const groups = new Map<string, Gathered<T>>();
  for (const item of items) {
    const name = keyOf(item);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, { first: item, values: [valueIn(item)] });
    else group.values.push(valueIn(item));
  }
  return [...groups.values()];
}

function key(...parts: unknown[]): string {
  return JSON.stringify(parts);
}
