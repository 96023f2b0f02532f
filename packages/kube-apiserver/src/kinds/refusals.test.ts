/** What is refused of kinds outside of core, apps and batch. */
import { expect, test } from 'vitest';
import { problems } from './testing/strategy-harness.ts';

const RBAC = 'rbac.authorization.k8s.io';
const ADMISSION = 'admissionregistration.k8s.io';

test.each<[key: string, namespaced: boolean, shape: Record<string, unknown>, sentences: string[]]>([
  [
    'ingresses.networking.k8s.io',
    true,
    { spec: {} },
    ['spec: Invalid value: null: either `defaultBackend` or `rules` must be specified'],
  ],
  [
    'ingresses.networking.k8s.io',
    true,
    {
      spec: {
        rules: [
          {
            host: '1.2.3.4',
            http: {
              paths: [
                { path: 'a', pathType: 'Prefix', backend: { service: { name: 's', port: {} } } },
                { path: '/', backend: {} },
                { path: '/', pathType: 'Regex', backend: {} },
              ],
            },
          },
          { http: {} },
        ],
      },
    },
    [
      'spec.rules[0].host: Invalid value: "1.2.3.4": must be a DNS name, not an IP address',
      'spec.rules[0].http.paths[0].path: Invalid value: "a": must be an absolute path',
      'spec.rules[0].http.paths[0].backend: Required value: port name or number is required',
      'spec.rules[0].http.paths[1].pathType: Required value: pathType must be specified',
      'spec.rules[0].http.paths[2].pathType: Unsupported value: "Regex": supported values: "Exact", "ImplementationSpecific", "Prefix"',
      'spec.rules[0].http.paths[2].backend: Invalid value: "": resource or service backend is required',
      'spec.rules[1].http.paths: Required value',
    ],
  ],
  [
    'ingressclasses.networking.k8s.io',
    false,
    { spec: { controller: 'nginx' } },
    ['spec.controller: Invalid value: "nginx": must be a domain-prefixed path (such as "acme.io/foo")'],
  ],
  [
    'networkpolicies.networking.k8s.io',
    true,
    {
      spec: {
        ingress: [
          {
            ports: [{ port: 0 }, { endPort: 5 }, { port: 80, endPort: 70 }],
            from: [{}, { ipBlock: { cidr: '10.0.0.0/8', except: ['10.0.0.0/7'] }, podSelector: {} }],
          },
        ],
        policyTypes: ['Up'],
      },
    },
    [
      'spec.ingress[0].ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive',
      'spec.ingress[0].ports[1].endPort: Invalid value: 5: may not be specified when `port` is not specified',
      'spec.ingress[0].ports[2].endPort: Invalid value: 70: must be greater than or equal to `port`',
      'spec.ingress[0].from[0]: Required value: must specify a peer',
      'spec.ingress[0].from[1].ipBlock.except[0]: Invalid value: "10.0.0.0/7": must be a strict subset of `cidr`',
      'spec.ingress[0].from[1]: Forbidden: may not specify both ipBlock and another peer',
      'spec.policyTypes[0]: Unsupported value: "Up": supported values: "Ingress", "Egress"',
    ],
  ],
  [
    'poddisruptionbudgets.policy',
    true,
    { spec: { minAvailable: 1, maxUnavailable: '50%' } },
    [
      'spec: Invalid value: {"minAvailable":1,"maxUnavailable":"50%"}: minAvailable and maxUnavailable cannot be both set',
    ],
  ],
  [
    'horizontalpodautoscalers.autoscaling',
    true,
    {
      spec: {
        minReplicas: 5,
        maxReplicas: 2,
        metrics: [{ type: 'Resource', pods: { metric: {}, target: { type: 'Value' } } }],
      },
    },
    [
      'spec.maxReplicas: Invalid value: 2: must be greater than or equal to `minReplicas`',
      'spec.scaleTargetRef.kind: Required value',
      'spec.scaleTargetRef.name: Required value',
      'spec.metrics[0].pods.metric.name: Required value: must specify a metric name',
      'spec.metrics[0].pods.target.averageValue: Required value: must specify a positive target averageValue',
      'spec.metrics[0].resource: Required value: must populate information for the given metric source',
    ],
  ],
  [
    `roles.${RBAC}`,
    true,
    { rules: [{ nonResourceURLs: ['/'] }, { verbs: ['get'] }] },
    [
      'rules[0].verbs: Required value: verbs must contain at least one value',
      'rules[0].nonResourceURLs: Invalid value: ["/"]: namespaced rules cannot apply to non-resource URLs',
      'rules[1].apiGroups: Required value: resource rules must supply at least one api group',
      'rules[1].resources: Required value: resource rules must supply at least one resource',
    ],
  ],
  [`roles.${RBAC}`, true, { metadata: { name: 'a/b' } }, [`metadata.name: Invalid value: "a/b": may not contain '/'`]],
  [
    `clusterroles.${RBAC}`,
    false,
    { aggregationRule: {} },
    [
      'aggregationRule.clusterRoleSelectors: Required value: at least one clusterRoleSelector required if aggregationRule is non-nil',
    ],
  ],
  [
    `clusterrolebindings.${RBAC}`,
    false,
    {
      roleRef: { kind: 'Role' },
      subjects: [
        { kind: 'ServiceAccount', name: 'a' },
        { kind: 'Robot', name: 'r' },
      ],
    },
    [
      'roleRef.kind: Unsupported value: "Role": supported values: "ClusterRole"',
      'roleRef.name: Required value',
      'subjects[0].namespace: Required value',
      'subjects[1].kind: Unsupported value: "Robot": supported values: "ServiceAccount", "User", "Group"',
    ],
  ],
  [
    'storageclasses.storage.k8s.io',
    false,
    { reclaimPolicy: 'Keep', volumeBindingMode: 'Never' },
    [
      'provisioner: Required value',
      'reclaimPolicy: Unsupported value: "Keep": supported values: "Delete", "Retain"',
      'volumeBindingMode: Unsupported value: "Never": supported values: "Immediate", "WaitForFirstConsumer"',
    ],
  ],
  [
    'priorityclasses.scheduling.k8s.io',
    false,
    { metadata: { name: 'system-mine' }, preemptionPolicy: 'Always' },
    [
      `metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: system-mine is not a known system priority class`,
      'preemptionPolicy: Unsupported value: "Always": supported values: "PreemptLowerPriority", "Never"',
    ],
  ],
  [
    'priorityclasses.scheduling.k8s.io',
    false,
    { value: 1_000_000_001 },
    ['value: Forbidden: maximum allowed value of a user defined priority is 1000000000'],
  ],
  [
    'leases.coordination.k8s.io',
    true,
    { spec: { leaseDurationSeconds: 0, leaseTransitions: -1 } },
    [
      'spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0',
      'spec.leaseTransitions: Invalid value: -1: must be greater than or equal to 0',
    ],
  ],
  [
    'endpointslices.discovery.k8s.io',
    true,
    { addressType: 'IPv4', endpoints: [{}, { addresses: ['::1', '127.0.0.1'] }] },
    [
      'endpoints[0].addresses: Required value: must contain at least 1 address',
      'endpoints[1].addresses[0]: Invalid value: "::1": must be a valid IPv4 address',
      'endpoints[1].addresses[1]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)',
    ],
  ],
  ['runtimeclasses.node.k8s.io', false, {}, ['handler: Required value']],
  [
    `validatingwebhookconfigurations.${ADMISSION}`,
    false,
    {
      webhooks: [
        { name: 'a', clientConfig: { url: 'http://u:p@a/?q#f' }, admissionReviewVersions: ['v7'], timeoutSeconds: 60 },
      ],
    },
    [
      'webhooks[0].name: Invalid value: "a": should be a domain with at least three segments separated by dots',
      'webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun',
      'webhooks[0].timeoutSeconds: Invalid value: 60: the timeout value must be between 1 and 30 seconds',
      `webhooks[0].clientConfig.url: Invalid value: "http": 'https' is the only allowed URL scheme; desired format: https://host[/path]`,
      'webhooks[0].clientConfig.url: Invalid value: "u": user information is not permitted in the URL',
      'webhooks[0].clientConfig.url: Invalid value: "f": fragments are not permitted in the URL',
      'webhooks[0].clientConfig.url: Invalid value: "q": query parameters are not permitted in the URL',
      'webhooks[0].admissionReviewVersions: Invalid value: ["v7"]: must include at least one of v1, v1beta1',
    ],
  ],
  [
    `validatingadmissionpolicies.${ADMISSION}`,
    false,
    { spec: {} },
    [
      'spec.matchConstraints: Required value',
      'spec.validations: Required value: validations or auditAnnotations must contain at least one item',
      'spec.auditAnnotations: Required value: validations or auditAnnotations must contain at least one item',
    ],
  ],
  [
    `validatingadmissionpolicybindings.${ADMISSION}`,
    false,
    { spec: { validationActions: ['Shout'] } },
    [
      'spec.policyName: Required value',
      'spec.validationActions[0]: Unsupported value: "Shout": supported values: "Audit", "Deny", "Warn"',
    ],
  ],
  [
    'apiservices.apiregistration.k8s.io',
    false,
    { spec: { group: 'a.b', version: 'v1', groupPriorityMinimum: 0, versionPriority: 1 } },
    [
      'metadata.name: Invalid value: "x": must be `spec.version+"."+spec.group`: "v1.a.b"',
      'spec.groupPriorityMinimum: Invalid value: 0: must be positive and less than 20000',
    ],
  ],
  [
    'certificatesigningrequests.certificates.k8s.io',
    false,
    { spec: { request: '', expirationSeconds: 1 } },
    [
      'spec.request: Invalid value: "": PEM block type must be CERTIFICATE REQUEST',
      'spec.usages: Required value',
      'spec.expirationSeconds: Invalid value: 1: may not specify a duration less than 600 seconds (10 minutes)',
      'spec.signerName: Required value',
    ],
  ],
  [
    'events',
    true,
    { involvedObject: { namespace: 'other' } },
    ['involvedObject.namespace: Invalid value: "other": does not match event.namespace'],
  ],
])('refused of %s (namespaced: %s): %j', (key, namespaced, shape, sentences) => {
  expect(problems(key, shape, namespaced)).toEqual(sentences);
});
