/** What is not there, is there already, changed meanwhile, or is not for the one who asks. */
import { CONFIG_MAPS, DEPLOYMENTS, deployment, object, type Refusal } from './refusal.ts';

export const refusedUsers: Refusal[] = [
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
];
