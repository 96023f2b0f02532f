/** Operations of OpenAPI v3 paths. kubectl and helm read from them whether the server validates fields and dry-runs. */
import { referenceTo } from '../schema/built-in-schemas.ts';
import type { Schema } from '../schema/schema.ts';

export type Action = 'get' | 'list' | 'post' | 'put' | 'patch' | 'delete' | 'deletecollection' | 'connect';

export interface OperationTarget {
  id: string;
  action: Action;
  group: string;
  version: string;
  kind: string;
  /** Of what is sent and answered. Absent: not told, such as the bytes of a log. */
  schema: Schema | undefined;
  /** Custom resources know no strategic merge patch. */
  custom: boolean;
}

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
/** Definitions that operations of any resource may refer to. */
export const COMMON_DEFINITIONS = [`${META}.DeleteOptions`, `${META}.Patch`, `${META}.Status`];

const query = (name: string, type: 'string' | 'integer' | 'boolean', description: string) => ({
  name,
  in: 'query',
  description,
  schema: { type, uniqueItems: true },
});

const DRY_RUN = query('dryRun', 'string', '`All` goes through every stage of the request but keeps nothing.');
const WRITE = [
  DRY_RUN,
  query('fieldManager', 'string', 'Who is making the change, for the record of who owns which field.'),
  query('fieldValidation', 'string', 'What happens to unknown and duplicate fields: `Ignore`, `Warn` or `Strict`.'),
];
const FORCE = query('force', 'boolean', 'Takes over fields that belong to others. For apply patches only.');
const DELETE = [
  DRY_RUN,
  query('gracePeriodSeconds', 'integer', 'Seconds until the object is removed; 0 removes it at once.'),
  query('orphanDependents', 'boolean', 'Deprecated in favour of propagationPolicy.'),
  query('propagationPolicy', 'string', 'What happens to dependents: `Orphan`, `Background` or `Foreground`.'),
];
const LIST = [
  query('allowWatchBookmarks', 'boolean', 'Asks for events of type BOOKMARK.'),
  query('continue', 'string', 'Token of the page before.'),
  query('fieldSelector', 'string', 'Restricts the objects by their fields.'),
  query('labelSelector', 'string', 'Restricts the objects by their labels.'),
  query('limit', 'integer', 'Most objects in one answer.'),
  query('resourceVersion', 'string', 'Version that the answer starts from.'),
  query('resourceVersionMatch', 'string', 'How resourceVersion is applied.'),
  query('sendInitialEvents', 'boolean', 'Starts a watch with the objects there are.'),
  query('timeoutSeconds', 'integer', 'Ends a list or watch after so long.'),
  query('watch', 'boolean', 'Streams changes instead of listing.'),
];

const PARAMETERS: Readonly<Record<Action, readonly ReturnType<typeof query>[]>> = {
  get: [],
  list: LIST,
  post: WRITE,
  put: WRITE,
  patch: [...WRITE, FORCE],
  delete: DELETE,
  deletecollection: [...DELETE, ...LIST],
  connect: [],
};

const PATCH_TYPES = [
  'application/apply-patch+yaml',
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
];

export function operation(target: OperationTarget) {
  const { id, action, group, version, kind } = target;
  const parameters = PARAMETERS[action];
  return {
    operationId: id,
    ...(parameters.length > 0 && { parameters }),
    ...requestBody(target),
    responses: responses(target),
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { group, version, kind },
  };
}

function requestBody({ action, schema, custom }: OperationTarget) {
  switch (action) {
    case 'post':
    case 'put':
      return { requestBody: { required: true, content: { '*/*': { schema } } } };
    case 'patch': {
      const types = custom ? PATCH_TYPES.filter((type) => !type.includes('strategic')) : PATCH_TYPES;
      const content = Object.fromEntries(types.map((type) => [type, { schema: referenceTo(`${META}.Patch`) }]));
      return { requestBody: { required: true, content } };
    }
    case 'delete':
    case 'deletecollection':
      return { requestBody: { content: { '*/*': { schema: referenceTo(`${META}.DeleteOptions`) } } } };
    default:
      return {};
  }
}

function responses({ action, schema }: OperationTarget) {
  const isDeletion = action === 'delete' || action === 'deletecollection';
  const answer = isDeletion ? referenceTo(`${META}.Status`) : schema;
  const content =
    answer === undefined ? { '*/*': { schema: { type: 'string' } } } : { 'application/json': { schema: answer } };
  return {
    '200': { description: 'OK', content },
    ...((action === 'post' || action === 'put' || action === 'patch') && {
      '201': { description: 'Created', content },
    }),
    '401': { description: 'Unauthorized' },
  };
}
