/** The sentences that people see when they are refused, whole, as Kubernetes 1.34 says them. */
import type { KubeObject } from '@luban/kube';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../testing.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
  const { client } = api;
  const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1', metadata: { name: 'updater' } };
  const rbacApi = { group: 'rbac.authorization.k8s.io', version: 'v1' };
  const rules = [{ apiGroups: ['*'], resources: ['*'], verbs: ['get', 'update', 'patch'] }];
  await client.create({ ...rbacApi, resource: 'clusterroles' }, { ...rbac, kind: 'ClusterRole', rules });
  await client.create(
    { ...rbacApi, resource: 'clusterrolebindings' },
    {
      ...rbac,
      kind: 'ClusterRoleBinding',
      roleRef: { apiGroup: rbacApi.group, kind: 'ClusterRole', name: 'updater' },
      subjects: [{ apiGroup: rbacApi.group, kind: 'User', name: 'updater' }],
    },
  );
  await client.create(
    { group: '', version: 'v1', resource: 'configmaps', namespace: 'default' },
    object('ConfigMap', 'here'),
  );
  await client.create(
    { group: 'apps', version: 'v1', resource: 'deployments', namespace: 'default' },
    deployment('web'),
  );
  await client.create(
    { group: '', version: 'v1', resource: 'namespaces' },
    object('Namespace', 'leaving', { finalizers: ['example.com/hold'] }),
  );
  await client.delete({ group: '', version: 'v1', resource: 'namespaces', name: 'leaving' });
  await client.create(
    { group: '', version: 'v1', resource: 'secrets', namespace: 'default' },
    { ...object('Secret', 'frozen'), immutable: true, data: { a: 'YQ==' } },
  );
  await client.create(
    { group: '', version: 'v1', resource: 'services', namespace: 'default' },
    { ...object('Service', 'svc'), spec: { ports: [{ port: 80 }], clusterIP: '10.96.0.77' } },
  );
});

afterAll(async () => {
  expect(api.errors).toEqual([]);
  await api[Symbol.asyncDispose]();
});

const object = (kind: string, name: string, metadata: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, ...metadata },
});

const deployment = (name: string, spec: object = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
    ...spec,
  },
});

interface Row {
  says: string;
  ask: [method: string, path: string, body?: unknown, type?: string];
  user?: string;
  accept?: string;
  code: number;
  reason: string;
  message: string | RegExp;
  details?: object;
}

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const MERGE = 'application/merge-patch+json';
const LABEL = `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`;

const rows: Row[] = [
  {
    says: 'not found',
    ask: ['GET', `${CONFIG_MAPS}/none`],
    code: 404,
    reason: 'NotFound',
    message: 'configmaps "none" not found',
    details: { name: 'none', kind: 'configmaps' },
  },
  {
    says: 'not found, of a group',
    ask: ['DELETE', `${DEPLOYMENTS}/none`],
    code: 404,
    reason: 'NotFound',
    message: 'deployments.apps "none" not found',
    details: { name: 'none', group: 'apps', kind: 'deployments' },
  },
  {
    says: 'no namespace to create in',
    ask: ['POST', '/api/v1/namespaces/none/configmaps', object('ConfigMap', 'a')],
    code: 404,
    reason: 'NotFound',
    message: 'namespaces "none" not found',
    details: { name: 'none', kind: 'namespaces' },
  },
  {
    says: 'a namespace that is leaving',
    ask: ['POST', '/api/v1/namespaces/leaving/configmaps', object('ConfigMap', 'a')],
    code: 403,
    reason: 'Forbidden',
    message:
      'configmaps "a" is forbidden: unable to create new content in namespace leaving because it is being terminated',
    details: {
      name: 'a',
      kind: 'configmaps',
      causes: [
        {
          reason: 'NamespaceTerminating',
          message: 'namespace leaving is being terminated',
          field: 'metadata.namespace',
        },
      ],
    },
  },
  {
    says: 'a namespace that has to stay',
    ask: ['DELETE', '/api/v1/namespaces/kube-system'],
    code: 403,
    reason: 'Forbidden',
    message: 'namespaces "kube-system" is forbidden: this namespace may not be deleted',
    details: { name: 'kube-system', kind: 'namespaces' },
  },
  {
    says: 'already there',
    ask: ['POST', DEPLOYMENTS, deployment('web')],
    code: 409,
    reason: 'AlreadyExists',
    message: 'deployments.apps "web" already exists',
    details: { name: 'web', group: 'apps', kind: 'deployments' },
  },
  {
    says: 'changed meanwhile',
    ask: ['PUT', `${DEPLOYMENTS}/web`, { ...deployment('web'), metadata: { name: 'web', resourceVersion: '1' } }],
    code: 409,
    reason: 'Conflict',
    message:
      'Operation cannot be fulfilled on deployments.apps "web": the object has been modified; please apply your changes to the latest version and try again',
    details: { name: 'web', group: 'apps', kind: 'deployments' },
  },
  {
    says: 'another object by the same name',
    ask: ['DELETE', `${CONFIG_MAPS}/here`, { preconditions: { uid: 'other' } }],
    code: 409,
    reason: 'Conflict',
    message:
      /^Operation cannot be fulfilled on configmaps "here": Precondition failed: UID in precondition: other, UID in object meta: [-0-9a-f]{36}$/,
  },
  {
    says: 'forbidden in a namespace',
    ask: ['GET', '/api/v1/namespaces/default/pods'],
    user: 'anna',
    code: 403,
    reason: 'Forbidden',
    message: 'pods is forbidden: User "anna" cannot list resource "pods" in API group "" in the namespace "default"',
    details: { kind: 'pods' },
  },
  {
    says: 'forbidden, of a group, with a name',
    ask: ['DELETE', `${DEPLOYMENTS}/web`],
    user: 'anna',
    code: 403,
    reason: 'Forbidden',
    message:
      'deployments.apps "web" is forbidden: User "anna" cannot delete resource "deployments" in API group "apps" in the namespace "default"',
    details: { name: 'web', group: 'apps', kind: 'deployments' },
  },
  {
    says: 'forbidden in the whole cluster, of a subresource',
    ask: ['GET', '/api/v1/nodes/n/proxy'],
    user: 'anna',
    code: 403,
    reason: 'Forbidden',
    message:
      'nodes "n" is forbidden: User "anna" cannot get resource "nodes/proxy" in API group "" at the cluster scope',
    details: { name: 'n', kind: 'nodes' },
  },
  {
    says: 'a forbidden path',
    ask: ['GET', '/metrics'],
    user: 'anna',
    code: 403,
    reason: 'Forbidden',
    message: 'forbidden: User "anna" cannot get path "/metrics"',
    details: {},
  },
  {
    says: 'creation by PUT for who may only update',
    ask: [
      'PUT',
      '/apis/coordination.k8s.io/v1/namespaces/default/leases/new',
      { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'new' } },
    ],
    user: 'updater',
    code: 403,
    reason: 'Forbidden',
    message:
      'leases.coordination.k8s.io "new" is forbidden: User "updater" cannot create resource "leases" in API group "coordination.k8s.io" in the namespace "default"',
  },
  {
    says: 'creation by apply for who may only patch',
    ask: ['PATCH', `${CONFIG_MAPS}/new?fieldManager=m`, object('ConfigMap', 'new'), 'application/apply-patch+yaml'],
    user: 'updater',
    code: 403,
    reason: 'Forbidden',
    message:
      'configmaps "new" is forbidden: User "updater" cannot create resource "configmaps" in API group "" in the namespace "default"',
  },
  {
    says: 'one thing that is wrong',
    ask: ['POST', CONFIG_MAPS, object('ConfigMap', 'Bad_Name')],
    code: 422,
    reason: 'Invalid',
    message: `ConfigMap "Bad_Name" is invalid: metadata.name: Invalid value: "Bad_Name": ${LABEL}`,
    details: {
      name: 'Bad_Name',
      kind: 'ConfigMap',
      causes: [{ reason: 'FieldValueInvalid', field: 'metadata.name', message: `Invalid value: "Bad_Name": ${LABEL}` }],
    },
  },
  {
    says: 'several things that are wrong',
    ask: ['POST', DEPLOYMENTS, deployment('x', { replicas: -1, selector: { matchLabels: { app: 'other' } } })],
    code: 422,
    reason: 'Invalid',
    message:
      'Deployment.apps "x" is invalid: [spec.replicas: Invalid value: -1: must be greater than or equal to 0, spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`]',
    details: {
      name: 'x',
      group: 'apps',
      kind: 'Deployment',
      causes: [
        {
          reason: 'FieldValueInvalid',
          field: 'spec.replicas',
          message: 'Invalid value: -1: must be greater than or equal to 0',
        },
        {
          reason: 'FieldValueInvalid',
          field: 'spec.template.metadata.labels',
          message: 'Invalid value: {"app":"web"}: `selector` does not match template `labels`',
        },
      ],
    },
  },
  {
    says: 'no name',
    ask: ['POST', CONFIG_MAPS, { apiVersion: 'v1', kind: 'ConfigMap' }],
    code: 422,
    reason: 'Invalid',
    message: 'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required',
    details: {
      kind: 'ConfigMap',
      causes: [
        {
          reason: 'FieldValueRequired',
          field: 'metadata.name',
          message: 'Required value: name or generateName is required',
        },
      ],
    },
  },
  {
    says: 'a bad label',
    ask: ['PATCH', `${CONFIG_MAPS}/here`, { metadata: { labels: { 'a b': 'c' } } }, MERGE],
    code: 422,
    reason: 'Invalid',
    message:
      /^ConfigMap "here" is invalid: metadata\.labels: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '\.', and must start and end with an alphanumeric character \(e\.g\. 'MyName', {2}or 'my\.name', {2}or '123-abc', regex used for validation is '\(\[A-Za-z0-9\]\[-A-Za-z0-9_\.\]\*\)\?\[A-Za-z0-9\]'\)$/,
  },
  {
    says: 'a selector that stays',
    ask: [
      'PATCH',
      `${DEPLOYMENTS}/web`,
      { spec: { selector: { matchLabels: { b: 'c' } }, template: { metadata: { labels: { b: 'c' } } } } },
      MERGE,
    ],
    code: 422,
    reason: 'Invalid',
    message:
      'Deployment.apps "web" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"web","b":"c"}}: field is immutable',
  },
  {
    says: 'a cluster IP that stays',
    ask: [
      'PATCH',
      '/api/v1/namespaces/default/services/svc',
      { spec: { clusterIP: '10.96.0.78', clusterIPs: ['10.96.0.78'] } },
      MERGE,
    ],
    code: 422,
    reason: 'Invalid',
    message:
      /^Service "svc" is invalid: \[?spec\.clusterIPs\[0\]: Invalid value: \["10\.96\.0\.78"\]: may not change once set/,
  },
  {
    says: 'an immutable secret',
    ask: ['PATCH', '/api/v1/namespaces/default/secrets/frozen', { data: { a: 'Yg==' } }, MERGE],
    code: 422,
    reason: 'Invalid',
    message: 'Secret "frozen" is invalid: data: Forbidden: field is immutable when `immutable` is set',
    details: {
      name: 'frozen',
      kind: 'Secret',
      causes: [
        {
          reason: 'FieldValueForbidden',
          field: 'data',
          message: 'Forbidden: field is immutable when `immutable` is set',
        },
      ],
    },
  },
  {
    says: 'another name in the body than in the path',
    ask: ['PUT', `${CONFIG_MAPS}/here`, object('ConfigMap', 'there')],
    code: 400,
    reason: 'BadRequest',
    message: 'the name of the object (there) does not match the name on the URL (here)',
  },
  {
    says: 'another namespace in the body than in the path',
    ask: ['POST', CONFIG_MAPS, object('ConfigMap', 'a', { namespace: 'other' })],
    code: 400,
    reason: 'BadRequest',
    message: 'the namespace of the provided object does not match the namespace sent on the request',
  },
  {
    says: 'another version than the path',
    ask: ['POST', DEPLOYMENTS, { ...deployment('a'), apiVersion: 'apps/v1beta1' }],
    code: 400,
    reason: 'BadRequest',
    message: 'the API version in the data (apps/v1beta1) does not match the expected API version (apps/v1)',
  },
  {
    says: 'another kind than the path',
    ask: ['POST', CONFIG_MAPS, object('Secret', 'a')],
    code: 400,
    reason: 'BadRequest',
    message:
      'Secret in version "v1" cannot be handled as a ConfigMap: converting (v1.Secret) to (core.ConfigMap): unknown conversion',
  },
  {
    says: 'an unknown field, strictly',
    ask: ['POST', `${DEPLOYMENTS}?fieldValidation=Strict`, deployment('a', { replica: 1 })],
    code: 400,
    reason: 'BadRequest',
    message:
      'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.replica"',
  },
  {
    says: 'a field of a wrong type',
    ask: ['POST', DEPLOYMENTS, deployment('a', { replicas: 'three' })],
    code: 400,
    reason: 'BadRequest',
    message:
      'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
  },
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
    (method): Row => ({
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

test.each(rows)(
  '$says',
  async ({ ask: [method, path, body, type = 'application/json'], user, accept, ...expected }) => {
    const transport = api.server.transport(
      user === undefined ? undefined : { username: user, groups: ['system:authenticated'] },
    );
    const response = await transport({
      method,
      path,
      headers: { accept: accept ?? 'application/json', 'content-type': type },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const status = JSON.parse(await response.text()) as { message: string };
    const { message, details, code, reason } = expected;
    expect(status.message).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
    expect(status).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: expect.any(String),
      reason,
      ...(details !== undefined ? { details } : 'details' in status && { details: expect.any(Object) }),
      code,
    });
    expect(response.status).toBe(code);
  },
);
