import { LIMITS } from '../limits.ts';
import { list, map, record, ref, text } from './node.ts';

const SHARED = record('A package that is taken from the shell.', {
  range: ref('range'),
  'singleton?': { type: 'boolean', description: 'One copy for the page.', default: true },
});

const MODULE = record('Everything to fetch before the module can be evaluated.', {
  js: ref('files'),
  css: ref('files'),
  bytes: { type: 'number', description: 'Sum of the files’ sizes.', minimum: 0 },
});

/** The field `remote`: the code of an extension. */
export const REMOTE = record('The code of the extension: a module federation container.', {
  format: {
    type: 'string',
    description: '`module` exports `init` and `get`; `script` sets the global `container`.',
    enum: ['module', 'script'],
  },
  entry: ref('file'),
  'container?': {
    type: 'string',
    description: 'Global variable of a `script` container.',
    pattern: '^[A-Za-z_$][A-Za-z0-9_$]*$',
    maxLength: 128,
  },
  'bundler?': text('Name and version of the bundler.', 100),
  shared: map(
    'Packages that are taken from the shell.',
    { type: 'string', pattern: '^(@[a-z0-9._~-]+/)?[a-z0-9][a-z0-9._~-]*(/[a-z0-9][a-z0-9._-]*)*$', maxLength: 214 },
    SHARED,
    200,
  ),
  modules: map(
    'Exposed modules.',
    { type: 'string', pattern: '^\\./[A-Za-z0-9_./@-]+$', maxLength: LIMITS.path },
    MODULE,
    LIMITS.entries,
  ),
  integrity: map('Digest of every file.', ref('file'), ref('integrity'), LIMITS.entries),
  bytes: map('Size of every file.', ref('file'), { type: 'number', minimum: 0 }, LIMITS.entries),
});

/** The field `permissions`: what the extension may do beyond its own pages. */
export const PERMISSIONS = record('What the extension asks for.', {
  'k8s?': list(
    'Rights in Kubernetes, for the administrator to read.',
    record('A rule.', {
      groups: list('API groups, `` for core.', { type: 'string', maxLength: 253 }, 50),
      resources: list('Resources.', text('A resource.', 253), 100),
      verbs: list('Verbs.', text('A verb.', 63), 20),
      'reason?': ref('description'),
    }),
    100,
  ),
  'network?': list(
    'Origins that the scoped `fetch` may reach.',
    { type: 'string', description: 'An https origin.', format: 'https-origin', maxLength: LIMITS.url },
    50,
  ),
  'storage?': record('Kept data.', { 'user?': text('What is kept in the browser, and how much.', 100) }),
});
