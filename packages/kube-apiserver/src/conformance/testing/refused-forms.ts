/** Methods, forms, options and sizes that are not taken. */
import { CONFIG_MAPS, MERGE, object, type Refusal } from './refusal.ts';

export const refusedForms: Refusal[] = [
  {
    says: 'an unknown resource',
    ask: ['GET', '/api/v1/namespaces/default/gadgets'],
    code: 404,
    reason: 'NotFound',
    message: 'the server could not find the requested resource',
    details: {},
  },
  {
    says: 'an unknown subresource',
    ask: ['GET', `${CONFIG_MAPS}/here/scale`],
    code: 404,
    reason: 'NotFound',
    message: 'the server could not find the requested resource',
    details: {},
  },
  ...(['PUT', 'PATCH'] as const).map(
    (method): Refusal => ({
      says: `${method} of a collection`,
      ask: [method, CONFIG_MAPS, {}, MERGE],
      code: 405,
      reason: 'MethodNotAllowed',
      message: 'the server does not allow this method on the requested resource',
      details: {},
    }),
  ),
  {
    says: 'POST to an object',
    ask: ['POST', `${CONFIG_MAPS}/here`, object('ConfigMap', 'here')],
    code: 405,
    reason: 'MethodNotAllowed',
    message: 'the server does not allow this method on the requested resource',
  },
  {
    says: 'an unknown form of patch',
    ask: ['PATCH', `${CONFIG_MAPS}/here`, {}, 'application/json'],
    code: 415,
    reason: 'UnsupportedMediaType',
    message:
      'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml',
  },
  {
    says: 'an unknown form of object',
    ask: ['POST', CONFIG_MAPS, 'x', 'text/html'],
    code: 415,
    reason: 'UnsupportedMediaType',
    message:
      'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf',
  },
  {
    says: 'an answer that nobody can give',
    ask: ['GET', CONFIG_MAPS],
    accept: 'text/html',
    code: 406,
    reason: 'NotAcceptable',
    message: /^only the following media types are accepted: application\/json, application\/yaml/,
  },
  {
    says: 'a patch that does not fit',
    ask: ['PATCH', `${CONFIG_MAPS}/here`, [{ op: 'remove', path: '/data/none' }], 'application/json-patch+json'],
    code: 422,
    reason: 'Invalid',
    message: 'the server rejected our request due to an error in our request',
    details: {},
  },
  {
    says: 'a revision of the future',
    ask: ['GET', `${CONFIG_MAPS}?resourceVersion=999999999`],
    code: 504,
    reason: 'Timeout',
    message: /^Timeout: Too large resource version: 999999999, current: \d+$/,
    details: {
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
      retryAfterSeconds: 1,
    },
  },
  {
    says: 'a revision that is no number',
    ask: ['GET', `${CONFIG_MAPS}?resourceVersion=abc`],
    code: 400,
    reason: 'BadRequest',
    message: 'resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax',
  },
  {
    says: 'options of a list that do not go together',
    ask: ['GET', `${CONFIG_MAPS}?resourceVersionMatch=Exact`],
    code: 422,
    reason: 'Invalid',
    message:
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
  },
  {
    says: 'a match of revisions that there is not',
    ask: ['GET', `${CONFIG_MAPS}?resourceVersionMatch=foo&resourceVersion=0`],
    code: 422,
    reason: 'Invalid',
    message:
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Unsupported value: "foo": supported values: "Exact", "NotOlderThan", ""',
  },
  {
    says: 'a selector that cannot be read',
    ask: ['GET', `${CONFIG_MAPS}?labelSelector=a%20in%20b`],
    code: 400,
    reason: 'BadRequest',
    message: "unable to parse requirement: found 'b', expected: '('",
  },
  {
    says: 'a field that cannot be selected by',
    ask: ['GET', '/api/v1/pods?fieldSelector=spec.x%3Dy'],
    code: 400,
    reason: 'BadRequest',
    message: 'field label not supported: spec.x',
  },
  {
    says: 'a dry run that is none',
    ask: ['POST', `${CONFIG_MAPS}?dryRun=Some`, object('ConfigMap', 'a')],
    code: 422,
    reason: 'Invalid',
    message: 'CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Some"]: supported values: "All"',
  },
  {
    says: 'an apply without a manager',
    ask: ['PATCH', `${CONFIG_MAPS}/here`, object('ConfigMap', 'here'), 'application/apply-patch+yaml'],
    code: 422,
    reason: 'Invalid',
    message: 'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
  },
  {
    says: 'a deletion that nobody knows',
    ask: ['DELETE', `${CONFIG_MAPS}/here?propagationPolicy=Slowly`],
    code: 422,
    reason: 'Invalid',
    message:
      'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "Slowly": supported values: "Foreground", "Background", "Orphan", "nil"',
  },
  {
    says: 'annotations beyond all measure',
    ask: ['PATCH', `${CONFIG_MAPS}/here`, { metadata: { annotations: { a: 'x'.repeat(262_144) } } }, MERGE],
    code: 422,
    reason: 'Invalid',
    message: 'ConfigMap "here" is invalid: metadata.annotations: Too long: may not be more than 262144 bytes',
    details: {
      name: 'here',
      kind: 'ConfigMap',
      causes: [
        {
          reason: 'FieldValueTooLong',
          field: 'metadata.annotations',
          message: 'Too long: may not be more than 262144 bytes',
        },
      ],
    },
  },
  {
    says: 'a config map beyond 1 MiB',
    ask: ['POST', CONFIG_MAPS, { ...object('ConfigMap', 'big'), data: { a: 'x'.repeat(1_048_577) } }],
    code: 422,
    reason: 'Invalid',
    message: 'ConfigMap "big" is invalid: []: Too long: may not be more than 1048576 bytes',
  },
  {
    says: 'an object that no store takes',
    ask: [
      'POST',
      '/api/v1/namespaces/default/podtemplates',
      {
        ...object('PodTemplate', 'big'),
        template: { spec: { containers: [{ name: 'c', image: 'i', args: ['x'.repeat(1_600_000)] }] } },
      },
    ],
    code: 413,
    reason: 'RequestEntityTooLarge',
    message: 'etcdserver: request is too large',
  },
];
