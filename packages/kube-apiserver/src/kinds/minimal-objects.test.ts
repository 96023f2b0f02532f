/** A minimal object of each kind outside of core, apps and batch, as it is filled in. */
import { expect, test } from 'vitest';
import { ALICE, created, problems } from './testing/strategy-harness.ts';

const RBAC = 'rbac.authorization.k8s.io';
const ADMISSION = 'admissionregistration.k8s.io';
const sampleRequest = Buffer.from('-----BEGIN CERTIFICATE REQUEST-----\n').toString('base64');

/** Fine objects, and the spec or the members that they get. */
test.each<[key: string, namespaced: boolean, shape: Record<string, unknown>, expected: Record<string, unknown>]>([
  [
    'ingresses.networking.k8s.io',
    true,
    { spec: { defaultBackend: { service: { name: 'a', port: { number: 80 } } } } },
    { status: { loadBalancer: {} } },
  ],
  [
    'ingressclasses.networking.k8s.io',
    false,
    { spec: { controller: 'a.b/c', parameters: { kind: 'K', name: 'n' } } },
    { spec: { controller: 'a.b/c', parameters: { kind: 'K', name: 'n', scope: 'Cluster' } } },
  ],
  [
    'networkpolicies.networking.k8s.io',
    true,
    { spec: { podSelector: {}, egress: [{ ports: [{ port: 53 }] }] } },
    {
      spec: {
        podSelector: {},
        egress: [{ ports: [{ port: 53, protocol: 'TCP' }] }],
        policyTypes: ['Ingress', 'Egress'],
      },
    },
  ],
  ['servicecidrs.networking.k8s.io', false, { spec: { cidrs: ['10.0.0.0/24'] } }, { status: {} }],
  [
    'ipaddresses.networking.k8s.io',
    false,
    { metadata: { name: '10.0.0.1' }, spec: { parentRef: { resource: 'services', name: 'a' } } },
    {},
  ],
  [
    'poddisruptionbudgets.policy',
    true,
    { spec: { minAvailable: 1, selector: {} } },
    { status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 } },
  ],
  [
    'horizontalpodautoscalers.autoscaling',
    true,
    {
      spec: {
        maxReplicas: 3,
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' },
        behavior: { scaleDown: {} },
      },
    },
    {
      spec: {
        maxReplicas: 3,
        minReplicas: 1,
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' },
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
        ],
        behavior: {
          scaleUp: {
            stabilizationWindowSeconds: 0,
            selectPolicy: 'Max',
            policies: [
              { type: 'Pods', value: 4, periodSeconds: 15 },
              { type: 'Percent', value: 100, periodSeconds: 15 },
            ],
          },
          scaleDown: { selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] },
        },
      },
    },
  ],
  [
    `roles.${RBAC}`,
    true,
    { metadata: { name: 'system:a' }, rules: [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }] },
    {},
  ],
  [`clusterroles.${RBAC}`, false, { rules: [{ verbs: ['get'], nonResourceURLs: ['/healthz'] }] }, {}],
  [
    `rolebindings.${RBAC}`,
    true,
    {
      roleRef: { kind: 'Role', name: 'r' },
      subjects: [
        { kind: 'User', name: 'u' },
        { kind: 'ServiceAccount', name: 's' },
      ],
    },
    {
      roleRef: { apiGroup: RBAC, kind: 'Role', name: 'r' },
      subjects: [
        { apiGroup: RBAC, kind: 'User', name: 'u' },
        { kind: 'ServiceAccount', name: 's' },
      ],
    },
  ],
  [
    `clusterrolebindings.${RBAC}`,
    false,
    { roleRef: { kind: 'ClusterRole', name: 'r' } },
    { roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'r' } },
  ],
  [
    'storageclasses.storage.k8s.io',
    false,
    { provisioner: 'example.com/disk' },
    { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' },
  ],
  ['volumeattributesclasses.storage.k8s.io', false, { driverName: 'd', parameters: { a: 'b' } }, {}],
  [
    'csidrivers.storage.k8s.io',
    false,
    { spec: {} },
    {
      spec: {
        attachRequired: true,
        podInfoOnMount: false,
        storageCapacity: false,
        fsGroupPolicy: 'ReadWriteOnceWithFSType',
        requiresRepublish: false,
        seLinuxMount: false,
        volumeLifecycleModes: ['Persistent'],
      },
    },
  ],
  ['csinodes.storage.k8s.io', false, { spec: { drivers: [{ name: 'd', nodeID: 'n' }] } }, {}],
  ['csistoragecapacities.storage.k8s.io', true, { storageClassName: 'fast', capacity: '1024Mi' }, { capacity: '1Gi' }],
  [
    'volumeattachments.storage.k8s.io',
    false,
    { spec: { attacher: 'a', nodeName: 'n', source: { persistentVolumeName: 'v' } } },
    { status: { attached: false } },
  ],
  ['priorityclasses.scheduling.k8s.io', false, { value: 5 }, { value: 5, preemptionPolicy: 'PreemptLowerPriority' }],
  ['leases.coordination.k8s.io', true, { spec: { holderIdentity: 'me', leaseDurationSeconds: 15 } }, {}],
  [
    'endpointslices.discovery.k8s.io',
    true,
    { addressType: 'IPv4', endpoints: [{ addresses: ['10.0.0.1'] }], ports: [{ port: 80 }] },
    { ports: [{ name: '', port: 80, protocol: 'TCP' }] },
  ],
  [
    'runtimeclasses.node.k8s.io',
    false,
    { handler: 'kata', overhead: { podFixed: { cpu: '1000m' } } },
    { overhead: { podFixed: { cpu: '1' } } },
  ],
  [
    `validatingwebhookconfigurations.${ADMISSION}`,
    false,
    {
      webhooks: [
        {
          name: 'a.b.c',
          admissionReviewVersions: ['v1'],
          sideEffects: 'None',
          clientConfig: { service: { name: 's', namespace: 'n' } },
          rules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] }],
        },
      ],
    },
    {
      webhooks: [
        {
          name: 'a.b.c',
          admissionReviewVersions: ['v1'],
          sideEffects: 'None',
          clientConfig: { service: { name: 's', namespace: 'n', port: 443 } },
          rules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], scope: '*' }],
          failurePolicy: 'Fail',
          matchPolicy: 'Equivalent',
          namespaceSelector: {},
          objectSelector: {},
          timeoutSeconds: 10,
        },
      ],
    },
  ],
  [
    `mutatingwebhookconfigurations.${ADMISSION}`,
    false,
    {
      webhooks: [
        { name: 'a.b.c', admissionReviewVersions: ['v1'], sideEffects: 'None', clientConfig: { url: 'https://a.b/c' } },
      ],
    },
    {
      webhooks: [
        {
          name: 'a.b.c',
          admissionReviewVersions: ['v1'],
          sideEffects: 'None',
          clientConfig: { url: 'https://a.b/c' },
          failurePolicy: 'Fail',
          matchPolicy: 'Equivalent',
          namespaceSelector: {},
          objectSelector: {},
          timeoutSeconds: 10,
          reinvocationPolicy: 'Never',
        },
      ],
    },
  ],
  [
    `validatingadmissionpolicies.${ADMISSION}`,
    false,
    {
      spec: {
        matchConstraints: {
          resourceRules: [{ operations: ['*'], apiGroups: ['*'], apiVersions: ['*'], resources: ['*'] }],
        },
        validations: [{ expression: 'true' }],
      },
    },
    {
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          matchPolicy: 'Equivalent',
          namespaceSelector: {},
          objectSelector: {},
          resourceRules: [{ operations: ['*'], apiGroups: ['*'], apiVersions: ['*'], resources: ['*'], scope: '*' }],
        },
        validations: [{ expression: 'true' }],
      },
    },
  ],
  [
    `validatingadmissionpolicybindings.${ADMISSION}`,
    false,
    { spec: { policyName: 'p', validationActions: ['Deny'] } },
    {},
  ],
  [
    'apiservices.apiregistration.k8s.io',
    false,
    {
      metadata: { name: 'v1.a.b' },
      spec: {
        group: 'a.b',
        version: 'v1',
        groupPriorityMinimum: 1,
        versionPriority: 1,
        service: { name: 's', namespace: 'n' },
      },
    },
    {
      spec: {
        group: 'a.b',
        version: 'v1',
        groupPriorityMinimum: 1,
        versionPriority: 1,
        service: { name: 's', namespace: 'n', port: 443 },
      },
    },
  ],
  [
    'certificatesigningrequests.certificates.k8s.io',
    false,
    { spec: { request: sampleRequest, signerName: 'a.b/c', usages: ['client auth'], username: 'root' } },
    {
      spec: {
        request: sampleRequest,
        signerName: 'a.b/c',
        usages: ['client auth'],
        username: ALICE.username,
        uid: ALICE.uid,
        groups: ALICE.groups,
        extra: ALICE.extra,
      },
    },
  ],
  [
    'flowschemas.flowcontrol.apiserver.k8s.io',
    false,
    { spec: { priorityLevelConfiguration: { name: 'p' } } },
    { spec: { matchingPrecedence: 1000, priorityLevelConfiguration: { name: 'p' } } },
  ],
  [
    'prioritylevelconfigurations.flowcontrol.apiserver.k8s.io',
    false,
    { spec: { type: 'Limited', limited: { limitResponse: { type: 'Queue', queuing: {} } } } },
    {
      spec: {
        type: 'Limited',
        limited: {
          lendablePercent: 0,
          nominalConcurrencyShares: 30,
          limitResponse: { type: 'Queue', queuing: { handSize: 8, queueLengthLimit: 50, queues: 64 } },
        },
      },
    },
  ],
  ['events', true, { involvedObject: { kind: 'Pod', namespace: 'default', name: 'p' } }, { source: {} }],
  ['deviceclasses.resource.k8s.io', false, {}, { spec: {} }],
  [
    'resourceclaims.resource.k8s.io',
    true,
    { spec: { devices: { requests: [{ name: 'r', exactly: { deviceClassName: 'c' } }] } } },
    {
      spec: {
        devices: {
          requests: [{ name: 'r', exactly: { deviceClassName: 'c', allocationMode: 'ExactCount', count: 1 } }],
        },
      },
    },
  ],
  ['resourceclaimtemplates.resource.k8s.io', true, { spec: { spec: {} } }, { spec: { metadata: {}, spec: {} } }],
  ['resourceslices.resource.k8s.io', false, { spec: { driver: 'd.example.com', pool: { name: 'p' } } }, {}],
])('a minimal object of %s', (key, namespaced, shape, expected) => {
  expect(created(key, shape, namespaced)).toMatchObject(expected);
  expect(problems(key, shape, namespaced)).toEqual([]);
});
