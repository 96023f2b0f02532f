/** Objects that are wrong or do not belong where they are sent. */
import { CONFIG_MAPS, DEPLOYMENTS, deployment, MERGE, object, type Refusal } from './refusal.ts';

const LABEL = `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`;

export const refusedObjects: Refusal[] = [
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
];
