import type { KubeObject } from '@luban/kube';
import type { PolicyRuleObject } from '../policy-rule.ts';
import { ALL_AUTHENTICATED, ALL_UNAUTHENTICATED, MASTERS } from '../user.ts';
import {
  clusterBinding,
  clusterRole,
  EVENTS,
  group,
  pathRule,
  READ,
  READ_WRITE,
  rule,
  serviceAccount,
  user,
} from './notation.ts';

const REVIEWS = [
  rule('create', 'authentication.k8s.io', 'tokenreviews'),
  rule('create', 'authorization.k8s.io', 'subjectaccessreviews'),
];

/** Roles of everybody who asks, and of the parts of a cluster outside the API server. */
export function componentRoles(): KubeObject[] {
  return [...Object.entries(ROLES).map(([name, rules]) => clusterRole(name, rules)), ...signerRoles()];
}

export function componentBindings(): KubeObject[] {
  const authenticated = [group(ALL_AUTHENTICATED)];
  return [
    clusterBinding('cluster-admin', [group(MASTERS)]),
    clusterBinding('system:basic-user', authenticated),
    clusterBinding('system:discovery', authenticated),
    clusterBinding('system:public-info-viewer', [...authenticated, group(ALL_UNAUTHENTICATED)]),
    clusterBinding('system:monitoring', [group('system:monitoring')]),
    // Nodes are given their rights one by one elsewhere; the binding is kept for those who add subjects.
    clusterBinding('system:node', []),
    clusterBinding('system:node-proxier', [user('system:kube-proxy')]),
    clusterBinding('system:kube-controller-manager', [user('system:kube-controller-manager')]),
    clusterBinding('system:kube-dns', [serviceAccount('kube-dns')]),
    clusterBinding('system:kube-scheduler', [user('system:kube-scheduler')]),
    clusterBinding('system:volume-scheduler', [user('system:kube-scheduler')]),
    clusterBinding('system:service-account-issuer-discovery', [group('system:serviceaccounts')]),
  ];
}

/** Approving certificates for each of the built-in signers, and asking for those of nodes. */
function signerRoles(): KubeObject[] {
  const GROUP = 'certificates.k8s.io';
  const approvers = ['kube-apiserver-client', 'kube-apiserver-client-kubelet', 'kubelet-serving', 'legacy-unknown'];
  return [
    ...['nodeclient', 'selfnodeclient'].map((name) =>
      clusterRole(`system:${GROUP}:certificatesigningrequests:${name}`, [
        rule('create', GROUP, `certificatesigningrequests/${name}`),
      ]),
    ),
    ...approvers.map((signer) =>
      clusterRole(`system:${GROUP}:${signer}-approver`, [rule('approve', GROUP, 'signers', `kubernetes.io/${signer}`)]),
    ),
  ];
}

const ROLES: Readonly<Record<string, readonly PolicyRuleObject[]>> = {
  'system:discovery': [
    pathRule('get', '/api /api/* /apis /apis/* /healthz /livez /openapi /openapi/* /readyz /version /version/'),
  ],
  'system:basic-user': [
    rule('create', 'authorization.k8s.io', 'selfsubjectaccessreviews selfsubjectrulesreviews'),
    rule('create', 'authentication.k8s.io', 'selfsubjectreviews'),
  ],
  'system:public-info-viewer': [pathRule('get', '/healthz /livez /readyz /version /version/')],
  'system:monitoring': [
    pathRule('get', '/healthz /healthz/* /livez /livez/* /metrics /metrics/slis /readyz /readyz/*'),
  ],
  'system:service-account-issuer-discovery': [
    pathRule(
      'get',
      '/.well-known/openid-configuration /.well-known/openid-configuration/ /openid/v1/jwks /openid/v1/jwks/',
    ),
  ],
  'system:auth-delegator': REVIEWS,
  'system:kube-aggregator': [rule(READ, 'core', 'endpoints services')],
  'system:heapster': [rule(READ, 'core', 'events namespaces nodes pods'), rule(READ, 'extensions', 'deployments')],
  'system:kube-dns': [rule('list watch', 'core', 'endpoints services')],
  'system:node-problem-detector': [rule('get', 'core', 'nodes'), rule('patch', 'core', 'nodes/status'), EVENTS],
  'system:node-bootstrapper': [rule('create get list watch', 'certificates.k8s.io', 'certificatesigningrequests')],
  'system:node-proxier': [
    rule('list watch', 'core', 'endpoints services'),
    rule(READ, 'core', 'nodes'),
    EVENTS,
    rule('list watch', 'networking.k8s.io', 'servicecidrs'),
    rule('list watch', 'discovery.k8s.io', 'endpointslices'),
  ],
  'system:kubelet-api-admin': [
    rule(READ, 'core', 'nodes'),
    rule('proxy', 'core', 'nodes'),
    rule('*', 'core', 'nodes/log nodes/metrics nodes/proxy nodes/stats'),
    rule('*', 'core', 'nodes/configz nodes/healthz nodes/pods'),
  ],
  'system:node': [
    rule('create', 'authentication.k8s.io', 'tokenreviews'),
    rule('create', 'authorization.k8s.io', 'localsubjectaccessreviews subjectaccessreviews'),
    rule(READ, 'core', 'services'),
    rule('create get list watch', 'core', 'nodes'),
    rule('patch update', 'core', 'nodes/status'),
    rule('patch update', 'core', 'nodes'),
    rule('create patch update', 'core', 'events'),
    rule(READ, 'core', 'pods'),
    rule('create delete', 'core', 'pods'),
    rule('patch update', 'core', 'pods/status'),
    rule('create', 'core', 'pods/eviction'),
    rule(READ, 'core', 'configmaps secrets'),
    rule('get', 'core', 'persistentvolumeclaims persistentvolumes'),
    rule('get', 'core', 'endpoints'),
    rule('create get list watch', 'certificates.k8s.io', 'certificatesigningrequests'),
    rule('create delete get patch update', 'coordination.k8s.io', 'leases'),
    rule('get', 'storage.k8s.io', 'volumeattachments'),
    rule('create', 'core', 'serviceaccounts/token'),
    rule('get patch update', 'core', 'persistentvolumeclaims/status'),
    rule(READ, 'storage.k8s.io', 'csidrivers'),
    rule('create delete get patch update', 'storage.k8s.io', 'csinodes'),
    rule(READ, 'node.k8s.io', 'runtimeclasses'),
    rule('get', 'resource.k8s.io', 'resourceclaims'),
    rule('deletecollection', 'resource.k8s.io', 'resourceslices'),
    rule('get', 'core', 'serviceaccounts'),
  ],
  'system:kube-controller-manager': [
    EVENTS,
    rule('create', 'coordination.k8s.io', 'leases'),
    rule('get update', 'coordination.k8s.io', 'leases', 'kube-controller-manager'),
    rule('create', 'core', 'secrets serviceaccounts'),
    rule('delete', 'core', 'secrets'),
    rule('get', 'core', 'configmaps namespaces secrets serviceaccounts'),
    rule('update', 'core', 'secrets serviceaccounts'),
    ...REVIEWS,
    rule('list watch', '*', '*'),
    rule('create', 'core', 'serviceaccounts/token'),
  ],
  'system:kube-scheduler': [
    EVENTS,
    rule('create', 'coordination.k8s.io', 'leases'),
    rule('get list update watch', 'coordination.k8s.io', 'leases', 'kube-scheduler'),
    rule(READ_WRITE, 'coordination.k8s.io', 'leasecandidates'),
    rule(READ, 'core', 'nodes'),
    rule('delete get list watch', 'core', 'pods'),
    rule('create', 'core', 'bindings pods/binding'),
    rule('patch update', 'core', 'pods/status'),
    rule(READ, 'core', 'replicationcontrollers services'),
    rule(READ, 'apps extensions', 'replicasets'),
    rule(READ, 'apps', 'statefulsets'),
    rule(READ, 'policy', 'poddisruptionbudgets'),
    rule(READ, 'core', 'persistentvolumeclaims persistentvolumes'),
    ...REVIEWS,
    rule(READ, 'storage.k8s.io', 'csinodes'),
    rule(READ, 'storage.k8s.io', 'volumeattachments'),
    rule(READ, 'core', 'namespaces'),
    rule(READ, 'storage.k8s.io', 'csidrivers'),
    rule(READ, 'storage.k8s.io', 'csistoragecapacities'),
    rule(READ, 'resource.k8s.io', 'deviceclasses'),
    rule('get list patch update watch', 'resource.k8s.io', 'resourceclaims'),
    rule('get list patch update watch', 'resource.k8s.io', 'resourceclaims/status'),
    rule('get list patch update watch', 'core', 'pods/finalizers'),
    rule(READ, 'resource.k8s.io', 'resourceslices'),
  ],
  'system:volume-scheduler': [
    rule('get list patch update watch', 'core', 'persistentvolumes'),
    rule(READ, 'storage.k8s.io', 'storageclasses'),
    rule('get list patch update watch', 'core', 'persistentvolumeclaims'),
  ],
  'system:persistent-volume-provisioner': [
    rule('create delete get list watch', 'core', 'persistentvolumes'),
    rule('get list update watch', 'core', 'persistentvolumeclaims'),
    rule(READ, 'storage.k8s.io', 'storageclasses'),
    rule('watch', 'core', 'events'),
    EVENTS,
  ],
};
