import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffPermissions } from './diff-permissions.ts';
import type { PackagePermissions, PolicyRule } from './package-permissions.ts';
import { type permissionRules, permissionsDigest } from './permission-rules.ts';

/** `get,list apps deployments name`, or `get /metrics`; the core group is `core`. */
function rule(text: string): PolicyRule {
  const [verbs = '', groups = '', resources = '', names = ''] = text.split(' ');
  const list = (words: string) => (words === '' ? [] : words.split(','));
  if (groups.startsWith('/') || groups === '*/') {
    return { verbs: list(verbs), apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: list(groups) };
  }
  const apiGroups = list(groups).map((group) => (group === 'core' ? '' : group));
  return { verbs: list(verbs), apiGroups, resources: list(resources), resourceNames: list(names), nonResourceURLs: [] };
}

function cluster(...rules: string[]): PackagePermissions {
  return { role: [], clusterRole: rules.map(rule) };
}

function namespace(...rules: string[]): PackagePermissions {
  return { role: rules.map(rule), clusterRole: [] };
}

/** The same notation, with the scope in front. */
function texts(rules: ReturnType<typeof permissionRules>): string[] {
  return rules.map(({ scope, verbs, apiGroups, resources, resourceNames, nonResourceURLs }) =>
    [
      scope,
      verbs.join(','),
      nonResourceURLs.join(',') || apiGroups.map((group) => group || 'core').join(','),
      resources.join(','),
      resourceNames.join(','),
    ]
      .filter((word) => word !== '')
      .join(' '),
  );
}

const CASES: [
  what: string,
  granted: PackagePermissions,
  wanted: PackagePermissions,
  added: string[],
  removed: string[],
][] = [
  ['nothing', cluster(), cluster(), [], []],
  ['the same', cluster('get core pods'), cluster('get core pods'), [], []],
  ['another order', cluster('get,list a,b x,y', 'get c z'), cluster('get c z', 'list,get b,a y,x'), [], []],
  ['a rule in two', cluster('get,list core pods,nodes'), cluster('get,list core pods', 'list,get core nodes'), [], []],
  ['two rules in one', cluster('get core pods', 'list core pods'), cluster('get,list core pods'), [], []],
  ['a verb more', cluster('get core pods'), cluster('get,delete core pods'), ['cluster delete core pods'], []],
  ['a resource more', cluster('get core pods'), cluster('get core pods,secrets'), ['cluster get core secrets'], []],
  ['a group more', cluster('get core pods'), cluster('get core,apps pods'), ['cluster get apps pods'], []],
  ['a verb less', cluster('get,delete core pods'), cluster('get core pods'), [], ['cluster delete core pods']],
  ['a verb that * covers', cluster('* core pods'), cluster('* core pods', 'get core pods'), [], []],
  ['a resource that * covers', cluster('get core *'), cluster('get core *', 'get core pods/log'), [], []],
  ['a group that * covers', cluster('get * pods'), cluster('get * pods', 'get x pods'), [], []],
  [
    'a sub-resource that */ covers',
    cluster('get core */scale'),
    cluster('get core x/scale', 'get core */scale'),
    [],
    [],
  ],
  [
    'a sub-resource that a resource does not cover',
    cluster('get core pods'),
    cluster('get core pods/log'),
    ['cluster get core pods/log'],
    ['cluster get core pods'],
  ],
  ['* after names', cluster('get,list core pods'), cluster('* core pods'), ['cluster * core pods'], []],
  ['names after *', cluster('* core pods'), cluster('get core pods'), [], ['cluster * core pods']],
  ['all names after one', cluster('get core secrets a'), cluster('get core secrets'), ['cluster get core secrets'], []],
  ['one name after all', cluster('get core secrets'), cluster('get core secrets a'), [], ['cluster get core secrets']],
  ['another name', cluster('get core secrets a'), cluster('get core secrets a,b'), ['cluster get core secrets b'], []],
  [
    'the cluster after the namespace',
    namespace('get core pods'),
    cluster('get core pods'),
    ['cluster get core pods'],
    [],
  ],
  [
    'the namespace after the cluster',
    cluster('get core pods'),
    namespace('get core pods'),
    [],
    ['cluster get core pods'],
  ],
  ['a URL more', cluster('get /metrics'), cluster('get /metrics,/healthz'), ['cluster get /healthz'], []],
  ['a URL that a prefix covers', cluster('get /metrics/*'), cluster('get /metrics/*', 'get /metrics/a'), [], []],
  ['a prefix after a URL', cluster('get /metrics/a'), cluster('get /metrics/*'), ['cluster get /metrics/*'], []],
  ['a URL is no resource', cluster('get * *'), cluster('get * *', 'get /metrics'), ['cluster get /metrics'], []],
  [
    'the new part of a product',
    cluster('get,list apps deployments,statefulsets'),
    cluster('get,list,watch apps,batch deployments,statefulsets'),
    ['cluster get,list,watch batch deployments,statefulsets', 'cluster watch apps deployments,statefulsets'],
    [],
  ],
];

test.each(CASES)('%s', (_, granted, wanted, added, removed) => {
  const difference = diffPermissions(granted, wanted);
  expect(texts(difference.added).sort()).toEqual([...added].sort());
  expect(texts(difference.removed).sort()).toEqual([...removed].sort());
  // What was said to be missing is all that was missing.
  const more = difference.added.map(({ scope, risk: _risk, ...rest }) => ({ scope, rest }));
  const whole: PackagePermissions = {
    role: [...granted.role, ...more.filter(({ scope }) => scope === 'namespace').map(({ rest }) => rest)],
    clusterRole: [...granted.clusterRole, ...more.filter(({ scope }) => scope === 'cluster').map(({ rest }) => rest)],
  };
  expect(diffPermissions(whole, wanted).added).toEqual([]);
});

test('rules that are granted as a whole are counted', () => {
  const granted = cluster('* core pods', 'get apps deployments');
  const wanted = cluster('get core pods', 'get,list apps deployments', 'delete core pods');
  expect(diffPermissions(granted, wanted).unchanged).toBe(2);
});

test('a rule that multiplies without end is compared as a whole', () => {
  const names = (letter: string) => Array.from({ length: 300 }, (_, i) => `${letter}${i}`).join(',');
  const huge = `${names('v')} ${names('g')} ${names('r')}`;
  expect(diffPermissions(cluster(huge), cluster(huge))).toEqual({ added: [], removed: [], unchanged: 1 });
  expect(diffPermissions(cluster('* * *'), cluster(huge)).added).toEqual([]);
  const added = diffPermissions(cluster(huge), cluster(huge.replace('v0,', 'v0,new,'))).added;
  expect(added.map(({ verbs }) => verbs.length)).toEqual([301]);
});

describe('against what Kubernetes would decide', () => {
  const word = (...words: string[]) => fc.constantFrom(...words);
  const some = (words: fc.Arbitrary<string>) => fc.uniqueArray(words, { minLength: 1, maxLength: 3 });
  const anyRule: fc.Arbitrary<PolicyRule> = fc.record({
    verbs: some(word('get', 'list', 'delete', '*')),
    apiGroups: some(word('', 'apps', '*')),
    resources: some(word('pods', 'pods/log', 'nodes', '*', '*/log')),
    resourceNames: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, some(word('a', 'b'))),
    nonResourceURLs: fc.constant([]),
  });
  const permissions = fc.record({
    role: fc.array(anyRule, { maxLength: 3 }),
    clusterRole: fc.array(anyRule, { maxLength: 3 }),
  });
  const request = fc.record({
    verb: word('get', 'list', 'delete', 'watch'),
    group: word('', 'apps', 'batch'),
    resource: word('pods', 'pods/log', 'nodes', 'nodes/log', 'jobs'),
    name: word('', 'a', 'b', 'c'),
    inNamespace: fc.boolean(),
  });
  type Request = typeof request extends fc.Arbitrary<infer T> ? T : never;

  /** Written from the documentation of RBAC, apart from the code above. */
  function allows(rule: PolicyRule, { verb, group, resource, name }: Request): boolean {
    const sub = resource.split('/')[1];
    const names = sub === undefined ? ['*', resource] : ['*', resource, `*/${sub}`];
    return (
      rule.verbs.some((own) => own === '*' || own === verb) &&
      rule.apiGroups.some((own) => own === '*' || own === group) &&
      rule.resources.some((own) => names.includes(own)) &&
      (rule.resourceNames.length === 0 || rule.resourceNames.includes(name))
    );
  }

  function decide({ role, clusterRole }: PackagePermissions, asked: Request): boolean {
    return [...clusterRole, ...(asked.inNamespace ? role : [])].some((one) => allows(one, asked));
  }

  test('whatever is newly allowed is in what was added, and nothing that is not wanted', () => {
    fc.assert(
      fc.property(
        permissions,
        permissions,
        fc.array(request, { minLength: 20, maxLength: 20 }),
        (granted, wanted, asked) => {
          const { added, removed } = diffPermissions(granted, wanted);
          const asRules = (rules: typeof added): PackagePermissions => ({
            role: rules.filter(({ scope }) => scope === 'namespace'),
            clusterRole: rules.filter(({ scope }) => scope === 'cluster'),
          });
          for (const one of asked) {
            const [before, after] = [decide(granted, one), decide(wanted, one)];
            const isAdded = decide(asRules(added), one);
            if (after && !before) expect(isAdded).toBe(true);
            if (isAdded) expect(after).toBe(true);
            const isRemoved = decide(asRules(removed), one);
            if (before && !after) expect(isRemoved).toBe(true);
            if (isRemoved) expect(before).toBe(true);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  test('nothing is added to the same, however it is written', () => {
    fc.assert(
      fc.property(permissions, ({ role, clusterRole }) => {
        const mixed = { role: [...role].reverse(), clusterRole: [...clusterRole, ...clusterRole] };
        expect(diffPermissions({ role, clusterRole }, mixed)).toMatchObject({ added: [], removed: [] });
        expect(permissionsDigest(mixed)).toBe(permissionsDigest({ role, clusterRole }));
      }),
    );
  });
});
