import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ExtensionManifest } from './extension-manifest.ts';
import { arbitraryManifest, manifest } from './testing.ts';
import { LIMITS, validateManifest } from './validate.ts';

/** A manifest in which every kind of contribution and every optional part occurs. */
function complete(): ExtensionManifest {
  const ref = (name: string) => ({ $ref: `./${name}#default` });
  return manifest({
    $schema: 'https://luban.dev/schema/extension-1.json',
    displayName: { en: 'Acme', 'zh-TW': '頂點' },
    description: { en: 'Metrics' },
    icon: 'data:image/svg+xml;base64,PHN2Zy8+',
    provider: { en: { name: 'Acme', url: 'https://acme.example', email: 'a@acme.example' } },
    engines: { luban: '^0.1.0', api: { '@luban/sdk': '^0.1.0' } },
    requires: {
      extensions: { core: '>=1' },
      optional: { other: '*' },
      capabilities: [{ group: 'metrics.k8s.io', version: 'v1', kind: 'PodMetrics' }],
    },
    conflicts: ['rival'],
    replaces: { name: 'old-acme', migrate: ref('migrate') },
    framework: 'react',
    contributes: {
      routes: [
        {
          id: 'overview',
          mount: 'cluster',
          path: 'metrics/:id/*',
          title: '%title%',
          description: 'All of them',
          icon: 'chart',
          skeleton: 'table',
          prefetch: 'none',
          component: ref('Overview'),
          when: "can('list', 'pods')",
        },
      ],
      menus: [
        { slot: 'cluster', id: 'group', title: 'Metrics', order: { group: 'observe', after: 'core.nodes' } },
        { slot: 'cluster.group', id: 'overview', title: '%title%', route: 'overview' },
        { slot: 'topbar', id: 'docs', title: 'Docs', href: 'https://acme.example/docs?x=1#y' },
        { slot: 'global', id: 'run', title: 'Run', command: 'run' },
      ],
      slots: [{ slot: 'home.cards', id: 'cpu', component: ref('Cpu'), size: { w: 6, h: 4 }, title: 'CPU' }],
      columns: [{ for: 'core/v1/Pod', id: 'cpu', title: 'CPU', component: ref('Cell'), width: 80 }],
      tabs: [{ for: 'apps/v1/Deployment', id: 'cpu', title: 'CPU', icon: 'chart', component: ref('Tab') }],
      actions: [{ for: 'core/v1/Pod', id: 'run', title: 'Run', command: 'run', danger: true }],
      commands: [
        { id: 'run', title: 'Run', handler: ref('run'), key: 'mod+shift+r', keywords: ['go'], palette: false },
        { id: 'go', title: 'Go', route: 'overview' },
      ],
      services: [{ token: 'acme/Query@1', provider: ref('query') }],
      settings: {
        title: 'Acme',
        properties: {
          interval: { type: 'number', title: 'Interval', default: 30, minimum: 1, maximum: 60 },
          unit: { type: 'string', title: 'Unit', default: 's', enum: [{ value: 's', title: 'Seconds' }], maxLength: 5 },
        },
      },
      themes: [{ id: 'night', title: 'Night', extends: 'dark', tokens: { accent: 'oklch(70% 0.1 160 / 0.5)' } }],
      i18n: { default: 'en', locales: ['en'], path: 'locales/{locale}.json', manifest: { en: { title: 'Overview' } } },
      quickAccess: [{ id: 'overview', title: 'Metrics', route: 'overview', description: 'Look' }],
    },
    provides: { slots: [{ id: 'acme.bar', title: 'Bar', props: { type: 'object' }, multiple: false }] },
    activation: ['onStart', 'onRoute:overview', 'onService:acme/Query@1'],
    permissions: {
      k8s: [{ groups: ['', 'apps'], resources: ['pods'], verbs: ['list'], reason: 'To show them' }],
      network: ['https://api.acme.example:8443'],
      storage: { user: '1 MB of recent queries' },
    },
    lifecycle: { module: ref('lifecycle'), update: 'swap' },
    budgets: { entryKb: 20, firstActivationMs: 100 },
  });
}

/** A copy in which the value at a path such as `contributes.routes.0.path` is another one; undefined removes it. */
function changed(path: string, value: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(complete()));
  const keys = path.split('/');
  let node = copy;
  for (const key of keys.slice(0, -1)) node = node[key];
  const last = keys.at(-1)!;
  if (value === undefined) delete node[last];
  else Object.defineProperty(node, last, { value, enumerable: true, configurable: true, writable: true });
  return copy;
}

function problemsOf(value: unknown, mode: 'author' | 'runtime' = 'author'): string[] {
  return validateManifest(value, { mode }).errors.map((error) => `${error.code} ${error.params.field}`);
}

describe('a manifest with everything in it', () => {
  test('is valid for authors and at run time, and is handed back as it is', () => {
    const value = complete();
    for (const mode of ['author', 'runtime'] as const) {
      expect(validateManifest(value, { mode })).toEqual({ manifest: value, errors: [], warnings: [] });
    }
  });

  test('so are all generated ones', () => {
    fc.assert(
      fc.property(arbitraryManifest(), (value) => {
        expect(problemsOf(value)).toEqual([]);
      }),
    );
  });
});

describe('a required field that is missing', () => {
  const required = [
    'apiVersion',
    'name',
    'version',
    'contributes',
    'contributes/routes/0/id',
    'contributes/routes/0/mount',
    'contributes/routes/0/path',
    'contributes/routes/0/title',
    'contributes/routes/0/component',
    'contributes/routes/0/component/$ref',
    'contributes/menus/0/slot',
    'contributes/menus/0/id',
    'contributes/menus/0/title',
    'contributes/slots/0/slot',
    'contributes/slots/0/id',
    'contributes/slots/0/component',
    'contributes/slots/0/size/w',
    'contributes/columns/0/for',
    'contributes/columns/0/title',
    'contributes/columns/0/component',
    'contributes/tabs/0/for',
    'contributes/tabs/0/component',
    'contributes/actions/0/for',
    'contributes/actions/0/command',
    'contributes/commands/0/id',
    'contributes/commands/0/title',
    'contributes/commands/0/handler',
    'contributes/services/0/token',
    'contributes/services/0/provider',
    'contributes/settings/properties',
    'contributes/settings/properties/interval/default',
    'contributes/themes/0/tokens',
    'contributes/themes/0/extends',
    'contributes/i18n/default',
    'contributes/i18n/manifest',
    'contributes/quickAccess/0/route',
    'remote',
    'remote/format',
    'remote/entry',
    'remote/shared',
    'remote/shared/react/range',
    'remote/modules',
    'remote/integrity',
    'remote/bytes',
    'provides/slots/0/id',
    'permissions/k8s/0/verbs',
    'lifecycle/module',
    'replaces/name',
  ];
  test.each(required)('%s', (path) => {
    const field = path.replaceAll(/\/(\d+)/g, '[$1]').replaceAll('/', '.');
    expect(problemsOf(changed(path, undefined))).toEqual([`LB1003 ${field}`]);
    expect(problemsOf(changed(path, undefined), 'runtime')).toEqual([`LB1003 ${field}`]);
  });
});

describe('a value that is not allowed', () => {
  const integrity = `sha384-${'A'.repeat(64)}`;
  test.each<[path: string, value: unknown, problem: string]>([
    ['apiVersion', 'luban.dev/v2', 'LB1004 apiVersion'],
    ['name', 'Acme', 'LB1006 name'],
    ['name', '-acme', 'LB1006 name'],
    ['name', 'a'.repeat(64), 'LB1016 name'],
    ['name', 'a.b', 'LB1006 name'],
    ['name', 7, 'LB1004 name'],
    ['version', 'v1.0.0', 'LB1007 version'],
    ['version', '1.0', 'LB1007 version'],
    ['version', '1.0.0/../..', 'LB1007 version'],
    ['engines/luban', 'next', 'LB1008 engines.luban'],
    ['engines/luban', ' ', 'LB1008 engines.luban'],
    ['requires/extensions', { Core: '*' }, 'LB1006 requires.extensions.Core'],
    ['requires/extensions', { core: 'what' }, 'LB1008 requires.extensions.core'],
    ['requires/extensions', { acme: '*' }, 'LB1004 requires.extensions.acme'],
    ['conflicts', ['acme'], 'LB1004 conflicts[0]'],
    ['replaces/name', 'acme', 'LB1004 replaces.name'],
    ['framework', 'vue', 'LB1004 framework'],
    ['icon', 'data:text/html,<script>', 'LB1011 icon'],
    ['icon', '../icon.svg', 'LB1010 icon'],
    ['icon', 'data:image/png;base64,AA\nBB', 'LB1011 icon'],
    ['provider/en/url', 'http://acme.example', 'LB1011 provider.en.url'],
    ['displayName', { 'en\u0000': 'x' }, 'LB1004 displayName["en\\u0000"]'],
    ['contributes', [], 'LB1004 contributes'],
    ['contributes/routes', {}, 'LB1004 contributes.routes'],
    ['contributes/routes/0', null, 'LB1004 contributes.routes[0]'],
    ['contributes/routes/0/id', 'Overview', 'LB1004 contributes.routes[0].id'],
    ['contributes/routes/0/id', 'a'.repeat(101), 'LB1016 contributes.routes[0].id'],
    ['contributes/routes/0/mount', 'clusters', 'LB1013 contributes.routes[0].mount'],
    ['contributes/routes/0/path', '/metrics', 'LB1010 contributes.routes[0].path'],
    ['contributes/routes/0/path', '../x', 'LB1010 contributes.routes[0].path'],
    ['contributes/routes/0/path', '*/x', 'LB1010 contributes.routes[0].path'],
    ['contributes/routes/0/path', 'a//b', 'LB1010 contributes.routes[0].path'],
    ['contributes/routes/0/path', 'a?x=1', 'LB1010 contributes.routes[0].path'],
    ['contributes/routes/0/path', '%2e%2e/x', 'LB1010 contributes.routes[0].path'],
    ['contributes/routes/0/title', '', 'LB1004 contributes.routes[0].title'],
    ['contributes/routes/0/title', 'x'.repeat(201), 'LB1016 contributes.routes[0].title'],
    ['contributes/routes/0/title', '%nothing%', 'LB1017 contributes.routes[0].title'],
    ['contributes/routes/0/skeleton', 'spinner', 'LB1004 contributes.routes[0].skeleton'],
    ['contributes/routes/0/when', 'cluster ==', 'LB1009 contributes.routes[0].when'],
    ['contributes/routes/0/component/$ref', './Missing#default', 'LB1015 contributes.routes[0].component.$ref'],
    ['contributes/routes/0/component/$ref', 'https://x/y#z', 'LB1004 contributes.routes[0].component.$ref'],
    ['contributes/menus/1/route', 'nowhere', 'LB1015 contributes.menus[1].route'],
    ['contributes/menus/1/route', 'acme/nowhere', 'LB1015 contributes.menus[1].route'],
    ['contributes/menus/1/command', 'run', 'LB1004 contributes.menus[1]'],
    ['contributes/menus/2/href', 'javascript:alert(1)', 'LB1011 contributes.menus[2].href'],
    ['contributes/menus/2/href', '//evil.example', 'LB1011 contributes.menus[2].href'],
    ['contributes/menus/2/href', 'https://user:pw@acme.example', 'LB1011 contributes.menus[2].href'],
    ['contributes/menus/2/href', 'https:\\\\evil.example', 'LB1011 contributes.menus[2].href'],
    ['contributes/menus/2/href', ' https://acme.example', 'LB1011 contributes.menus[2].href'],
    ['contributes/slots/0/size/w', 13, 'LB1004 contributes.slots[0].size.w'],
    ['contributes/slots/0/size/w', 1.5, 'LB1004 contributes.slots[0].size.w'],
    ['contributes/columns/0/for', 'Pod', 'LB1004 contributes.columns[0].for'],
    ['contributes/columns/0/width', '80', 'LB1004 contributes.columns[0].width'],
    ['contributes/commands/0/key', 'hyper+x', 'LB1004 contributes.commands[0].key'],
    ['contributes/commands/0/key', 'mod+mod+x', 'LB1004 contributes.commands[0].key'],
    ['contributes/commands/1/handler', { $ref: './run#default' }, 'LB1004 contributes.commands[1]'],
    ['contributes/services/0/token', 'Query', 'LB1004 contributes.services[0].token'],
    ['contributes/settings/properties/unit/default', 'h', 'LB1004 contributes.settings.properties.unit.default'],
    ['contributes/settings/properties/interval/default', 0, 'LB1004 contributes.settings.properties.interval.default'],
    [
      'contributes/settings/properties/interval/default',
      '1',
      'LB1004 contributes.settings.properties.interval.default',
    ],
    ['contributes/themes/0/tokens', { 'a;b': 'red' }, 'LB1004 contributes.themes[0].tokens["a;b"]'],
    ['contributes/themes/0/tokens', { a: 'url(https://evil.example)' }, 'LB1004 contributes.themes[0].tokens.a'],
    ['contributes/themes/0/tokens', { a: 'red; } body {' }, 'LB1004 contributes.themes[0].tokens.a'],
    ['contributes/themes/0/tokens', { a: 'image-set(x)' }, 'LB1004 contributes.themes[0].tokens.a'],
    ['contributes/themes/0/tokens', { a: 'u\\72l(x)' }, 'LB1004 contributes.themes[0].tokens.a'],
    ['contributes/i18n/path', 'locales/en.json', 'LB1004 contributes.i18n.path'],
    ['contributes/i18n/path', '../{locale}.json', 'LB1010 contributes.i18n.path'],
    ['remote/format', 'esm', 'LB1004 remote.format'],
    ['remote/format', 'script', 'LB1003 remote.container'],
    ['remote/entry', '/remoteEntry.js', 'LB1010 remote.entry'],
    ['remote/entry', 'https://evil.example/x.js', 'LB1010 remote.entry'],
    ['remote/entry', 'a/../../x.js', 'LB1010 remote.entry'],
    ['remote/entry', 'a\\x.js', 'LB1010 remote.entry'],
    ['remote/entry', '%2e%2e/x.js', 'LB1010 remote.entry'],
    ['remote/entry', 'other.js', 'LB1015 remote.entry'],
    ['remote/shared/react/range', '^one', 'LB1008 remote.shared.react.range'],
    ['remote/integrity/extra.js', 'sha256-AAAA', 'LB1004 remote.integrity["extra.js"]'],
    ['remote/integrity/extra.js', integrity, 'LB1003 remote.bytes["extra.js"]'],
    ['remote/modules/.', { js: [], css: [], bytes: 0 }, 'LB1004 remote.modules["."]'],
    ['permissions/network', ['https://acme.example/path'], 'LB1011 permissions.network[0]'],
    ['permissions/network', ['http://acme.example'], 'LB1011 permissions.network[0]'],
    ['activation', ['sometimes'], 'LB1004 activation[0]'],
  ])('%s = %j', (path, value, problem) => {
    expect(problemsOf(changed(path, value))).toContain(problem);
  });

  test('names the module’s file that has no digest', () => {
    const value = changed('remote/modules/.~1Cpu', undefined) as ExtensionManifest;
    value.remote!.modules['./Cpu']!.css = ['assets/none.css'];
    expect(problemsOf(value)).toEqual(['LB1015 remote.modules["./Cpu"].css[0]']);
  });
});

describe('the parts of one manifest together', () => {
  test('an id twice in one kind, or a URL twice', () => {
    const page = { mount: 'cluster' as const, title: 'X', component: { $ref: './p#default' } };
    const value = manifest({
      contributes: {
        routes: [
          { ...page, id: 'a', path: 'x/:id' },
          { ...page, id: 'a', path: 'y' },
          { ...page, id: 'b', path: 'x/:name' },
        ],
      },
    });
    const { errors } = validateManifest(value, { mode: 'runtime' });
    expect(errors.map(({ code, params }) => [code, params.field, params.first])).toEqual([
      ['LB1012', 'contributes.routes[1].id', 'contributes.routes[0].id'],
      ['LB1012', 'contributes.routes[2].path', 'contributes.routes[0].path'],
    ]);
  });

  test('an order in a circle', () => {
    const value = manifest({
      contributes: {
        menus: [
          { slot: 'cluster', id: 'a', title: 'A', order: { after: 'b' } },
          { slot: 'cluster', id: 'b', title: 'B', order: { after: 'acme.a' } },
          { slot: 'global', id: 'c', title: 'C', order: { after: 'b' } },
        ],
      },
    });
    expect(problemsOf(value)).toEqual(['LB1014 contributes.menus[0].order']);
  });

  test('more contributions than allowed, of one kind and of all', () => {
    const menus = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ slot: 'cluster', id: `m${index}`, title: 'M' }));
    expect(problemsOf(manifest({ contributes: { menus: menus(LIMITS.perKind + 1) } }))).toEqual([
      'LB1018 contributes.menus',
    ]);
    const slots = menus(LIMITS.perKind).map(({ id }) => ({ slot: 'home.cards', id, component: { $ref: './a#b' } }));
    const columns = [{ for: 'core/v1/Pod', id: 'c', title: 'C', component: { $ref: './a#b' } }];
    expect(problemsOf(manifest({ contributes: { menus: menus(LIMITS.perKind), slots, columns } }))).toEqual([
      'LB1018 contributes',
    ]);
  });
});

describe('author and run time', () => {
  test('an unknown field is an error for the one and a warning for the other', () => {
    const value = changed('contributes/routes/0/titel', 'x');
    expect(problemsOf(value)).toEqual(['LB1005 contributes.routes[0].titel']);
    const { manifest: accepted, errors, warnings } = validateManifest(value, { mode: 'runtime' });
    expect(errors).toEqual([]);
    expect(warnings.map(({ code }) => code)).toEqual(['LB1005']);
    expect(accepted).toBe(value);
  });

  test('a missing text too', () => {
    const value = changed('contributes/menus/0/title', '%none%');
    expect(validateManifest(value, { mode: 'runtime' }).warnings).toMatchObject([
      { code: 'LB1017', params: { key: 'none', locale: 'en', field: 'contributes.menus[0].title' } },
    ]);
  });

  test('a slot that nobody is known to provide is a warning for both', () => {
    const value = manifest({ contributes: { menus: [{ slot: 'clutser', id: 'a', title: 'A' }] } });
    const { errors, warnings } = validateManifest(value, { mode: 'author' });
    expect(errors).toEqual([]);
    expect(warnings).toMatchObject([{ code: 'LB1013', params: { field: 'contributes.menus[0].slot' } }]);
  });

  test('problems carry their owner', () => {
    const [error] = validateManifest(changed('framework', 'vue'), { mode: 'author' }).errors;
    expect(error).toMatchObject({ extension: 'acme', version: '1.0.0' });
  });
});
