import { LIMITS } from '../limits.ts';
import { list, map, record, type SchemaNode, text } from './node.ts';

const ID_PATTERN = '^[a-z0-9][a-z0-9.-]*$';

/** Parts that several places of the schema refer to. */
export const DEFINITIONS: Record<string, SchemaNode> = {
  name: {
    type: 'string',
    description: 'Name of an extension: a DNS label.',
    format: 'extension-name',
    pattern: '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$',
    maxLength: 63,
  },
  version: { type: 'string', description: 'Semantic version.', format: 'semver', minLength: 5, maxLength: 128 },
  range: { type: 'string', description: 'npm semver range.', format: 'semver-range', minLength: 1, maxLength: 200 },
  id: {
    type: 'string',
    description: 'Names a contribution within its extension and kind.',
    format: 'id',
    pattern: ID_PATTERN,
    maxLength: LIMITS.id,
  },
  target: {
    type: 'string',
    description: 'Id of an own route or command, or `<extension>/<id>` for another extension’s.',
    pattern: '^([a-z0-9][a-z0-9-]*/)?[a-z0-9][a-z0-9.-]*$',
    maxLength: 64 + LIMITS.id,
  },
  slot: {
    type: 'string',
    description: 'Id of a slot of the shell or of an extension.',
    pattern: '^[A-Za-z0-9][A-Za-z0-9.-]*$',
    maxLength: 2 * LIMITS.id,
  },
  title: text('Plain text, or `%key%` of the catalogue.', LIMITS.title),
  description: text('Plain text, or `%key%` of the catalogue.', LIMITS.description),
  icon: {
    type: 'string',
    description: 'Name of an icon of the shell.',
    pattern: '^[a-z0-9][a-z0-9-]*$',
    maxLength: 64,
  },
  when: {
    type: 'string',
    description: "Condition, such as `can('list', 'pods') && cluster != ''`.",
    format: 'when',
    minLength: 1,
    maxLength: 1000,
  },
  reference: record('Names an export of a module that the remote exposes.', {
    $ref: {
      type: 'string',
      description: 'Module and export, such as `./pages/Overview#default`.',
      pattern: '^\\./[A-Za-z0-9_./@-]+#[A-Za-z_$][A-Za-z0-9_$]*$',
      maxLength: LIMITS.path,
    },
  }),
  order: record('Place relative to other items. An anchor that is absent is ignored.', {
    'group?': { ...idLike('Items of one group stay together.'), maxLength: LIMITS.id },
    'before?': idLike('Another item, as `<extension>.<id>` or as the `<id>` of an own one.'),
    'after?': idLike('Another item, as `<extension>.<id>` or as the `<id>` of an own one.'),
  }),
  resourceType: {
    type: 'string',
    description: 'group/version/Kind, with `core` for the empty group: `apps/v1/Deployment`.',
    pattern: '^[a-z0-9][a-z0-9.-]*/v[a-z0-9]+/[A-Z][A-Za-z0-9]*$',
    maxLength: 200,
  },
  file: {
    type: 'string',
    description: 'Path of a file inside `ui/`.',
    format: 'bundle-path',
    pattern: '^[^/\\\\:%?#\\s][^\\\\:%?#\\s]*$',
    maxLength: LIMITS.path,
  },
  files: list('Paths of files inside `ui/`, in load order.', { $ref: '#/$defs/file' }, 500),
  integrity: {
    type: 'string',
    description: 'Digest of a file.',
    format: 'integrity',
    pattern: '^sha384-[A-Za-z0-9+/]{64}$',
  },
  locale: {
    type: 'string',
    description: 'Language tag, such as `en` or `zh-TW`.',
    pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$',
    maxLength: 32,
  },
  names: map('Names of extensions, to a range of versions.', { $ref: '#/$defs/name' }, { $ref: '#/$defs/range' }, 100),
};

function idLike(description: string): SchemaNode {
  return { type: 'string', description, pattern: ID_PATTERN, maxLength: 64 + LIMITS.id };
}
