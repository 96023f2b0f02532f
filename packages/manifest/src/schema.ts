/** JSON Schema 2020-12 of `extension.json`. The server publishes it, and the shape rule of `validateManifest` reads it. */
import { API_VERSION } from './extension-manifest.ts';
import { LIMITS } from './limits.ts';
import { CONTRIBUTIONS } from './schema/contributions.ts';
import { DEFINITIONS } from './schema/definitions.ts';
import { described, list, map, record, ref, type SchemaNode, text } from './schema/node.ts';
import { PERMISSIONS, REMOTE } from './schema/remote.ts';

export type { SchemaNode } from './schema/node.ts';

export const MANIFEST_SCHEMA_ID = 'https://luban.dev/schema/extension-1.json';

const localized = (description: string, maxLength: number) =>
  map(description, ref('locale'), text('Text in that language.', maxLength), 100);

export const manifestSchema: SchemaNode = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: MANIFEST_SCHEMA_ID,
  title: 'LuBan extension',
  ...record('`ui/extension.json`: what an extension adds to the console, written by its build.', {
    '$schema?': { type: 'string', description: 'URL of this schema.', maxLength: LIMITS.url },
    apiVersion: { type: 'string', description: 'Version of this format.', const: API_VERSION },
    name: ref('name'),
    version: ref('version'),
    'displayName?': localized('Name for people, by locale.', LIMITS.title),
    'description?': localized('What it is for, by locale.', LIMITS.description),
    'icon?': {
      type: 'string',
      description: 'Path inside `ui/`, or a data: URI of an image.',
      format: 'image',
      maxLength: LIMITS.icon,
    },
    'provider?': map(
      'Who made it, by locale.',
      ref('locale'),
      record('A person or an organisation.', {
        name: text('Name.', LIMITS.title),
        'url?': { type: 'string', description: 'An https URL.', format: 'https-url', maxLength: LIMITS.url },
        'email?': text('Mail address.', 254),
      }),
      100,
    ),
    'engines?': record('What the console must be.', {
      'luban?': described(ref('range'), 'Versions of LuBan.'),
      'api?': map('Shared packages, to the versions needed.', text('A package.', 214), ref('range'), 50),
    }),
    'requires?': record('What must be there.', {
      'extensions?': described(ref('names'), 'Extensions that are needed and become active first.'),
      'optional?': described(ref('names'), 'Extensions that become active first when they are there.'),
      'capabilities?': list(
        'Resource types that the cluster must offer.',
        record('A resource type.', {
          group: { type: 'string', description: 'API group, `` or `core` for core.', maxLength: 253 },
          'version?': text('API version.', 63),
          'kind?': text('Kind.', 63),
        }),
        50,
      ),
    }),
    'conflicts?': list('Extensions that this one does not work together with.', ref('name'), 100),
    'replaces?': record('An extension that this one stands for.', { name: ref('name'), 'migrate?': ref('reference') }),
    'remote?': REMOTE,
    'framework?': {
      type: 'string',
      description: 'How exports are mounted.',
      enum: ['react', 'single-spa'],
      default: 'react',
    },
    contributes: CONTRIBUTIONS,
    'provides?': record('Places for other extensions.', {
      'slots?': list(
        'Slots.',
        record('A slot.', {
          id: described(ref('slot'), 'Name of the slot for all extensions.'),
          'title?': ref('title'),
          'props?': { type: 'object', description: 'JSON Schema of the props that the host passes.' },
          'multiple?': { type: 'boolean', description: 'Whether more than one contribution is shown.', default: true },
        }),
        200,
      ),
    }),
    'activation?': list(
      'Needs that load the code, such as `onRoute:overview` or `onStart`.',
      { type: 'string', pattern: '^on[A-Z][A-Za-z]{0,30}(:[A-Za-z0-9@./_-]{1,200})?$', maxLength: 240 },
      2 * LIMITS.contributions,
    ),
    'permissions?': PERMISSIONS,
    'lifecycle?': record('Life cycle of the code.', {
      module: ref('reference'),
      'update?': {
        type: 'string',
        description: 'Whether a live upgrade waits for unsaved work.',
        enum: ['swap', 'ask-when-dirty'],
        default: 'ask-when-dirty',
      },
    }),
    'budgets?': record('Limits that the build keeps.', {
      'entryKb?': { type: 'number', description: 'kB of the entry, compressed.', minimum: 0 },
      'firstActivationMs?': { type: 'number', description: 'Milliseconds to the first content.', minimum: 0 },
    }),
  }),
  $defs: DEFINITIONS,
};
