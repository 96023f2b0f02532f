/** The resources of Kubernetes 1.34 that are served without asking for alpha or beta. Source: its OpenAPI document. */
import type { Verb } from './resource-type.ts';

export interface ResourceRow {
  /** Plural. */
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  /** Default: all. */
  readonly verbs?: readonly Verb[];
  readonly subresources?: Readonly<Record<string, SubresourceRow>>;
  /** What whoever uses it is told instead of nothing. */
  readonly deprecation?: string;
}

export interface SubresourceRow {
  /** `Kind`, or `group/version/Kind` when it is of another group version. Default: the resource's own. */
  readonly kind?: string;
  readonly verbs: readonly Verb[];
}

/** By API version. */
export type ResourceTable = Readonly<Record<string, readonly ResourceRow[]>>;

const READ_AND_WRITE: readonly Verb[] = ['get', 'patch', 'update'];
const CONNECT: readonly Verb[] = ['create', 'get'];
const PROXY: readonly Verb[] = ['create', 'delete', 'get', 'patch', 'update'];
const CREATE: readonly Verb[] = ['create'];

const status = { status: { verbs: READ_AND_WRITE } };
const scale = { scale: { kind: 'autoscaling/v1/Scale', verbs: READ_AND_WRITE } };
const all = ['all'];
const extensions = ['api-extensions'];

const core: readonly ResourceRow[] = [
  { resource: 'bindings', kind: 'Binding', namespaced: true, verbs: CREATE },
  {
    resource: 'componentstatuses',
    kind: 'ComponentStatus',
    namespaced: false,
    shortNames: ['cs'],
    verbs: ['get', 'list'],
    deprecation: 'v1 ComponentStatus is deprecated in v1.19+',
  },
  { resource: 'configmaps', kind: 'ConfigMap', namespaced: true, shortNames: ['cm'] },
  {
    resource: 'endpoints',
    kind: 'Endpoints',
    namespaced: true,
    shortNames: ['ep'],
    deprecation: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  },
  { resource: 'events', kind: 'Event', namespaced: true, shortNames: ['ev'] },
  { resource: 'limitranges', kind: 'LimitRange', namespaced: true, shortNames: ['limits'] },
  {
    resource: 'namespaces',
    kind: 'Namespace',
    namespaced: false,
    shortNames: ['ns'],
    verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
    subresources: { finalize: { verbs: ['update'] }, ...status },
  },
  {
    resource: 'nodes',
    kind: 'Node',
    namespaced: false,
    shortNames: ['no'],
    subresources: { proxy: { kind: 'NodeProxyOptions', verbs: PROXY }, ...status },
  },
  {
    resource: 'persistentvolumeclaims',
    kind: 'PersistentVolumeClaim',
    namespaced: true,
    shortNames: ['pvc'],
    subresources: status,
  },
  {
    resource: 'persistentvolumes',
    kind: 'PersistentVolume',
    namespaced: false,
    shortNames: ['pv'],
    subresources: status,
  },
  {
    resource: 'pods',
    kind: 'Pod',
    namespaced: true,
    shortNames: ['po'],
    categories: all,
    subresources: {
      attach: { kind: 'PodAttachOptions', verbs: CONNECT },
      binding: { kind: 'Binding', verbs: CREATE },
      ephemeralcontainers: { verbs: READ_AND_WRITE },
      eviction: { kind: 'policy/v1/Eviction', verbs: CREATE },
      exec: { kind: 'PodExecOptions', verbs: CONNECT },
      log: { verbs: ['get'] },
      portforward: { kind: 'PodPortForwardOptions', verbs: CONNECT },
      proxy: { kind: 'PodProxyOptions', verbs: PROXY },
      resize: { verbs: READ_AND_WRITE },
      ...status,
    },
  },
  { resource: 'podtemplates', kind: 'PodTemplate', namespaced: true },
  {
    resource: 'replicationcontrollers',
    kind: 'ReplicationController',
    namespaced: true,
    shortNames: ['rc'],
    categories: all,
    subresources: { ...scale, ...status },
  },
  { resource: 'resourcequotas', kind: 'ResourceQuota', namespaced: true, shortNames: ['quota'], subresources: status },
  { resource: 'secrets', kind: 'Secret', namespaced: true },
  {
    resource: 'serviceaccounts',
    kind: 'ServiceAccount',
    namespaced: true,
    shortNames: ['sa'],
    subresources: { token: { kind: 'authentication.k8s.io/v1/TokenRequest', verbs: CREATE } },
  },
  {
    resource: 'services',
    kind: 'Service',
    namespaced: true,
    shortNames: ['svc'],
    categories: all,
    subresources: { proxy: { kind: 'ServiceProxyOptions', verbs: PROXY }, ...status },
  },
];

const horizontalPodAutoscalers: ResourceRow = {
  resource: 'horizontalpodautoscalers',
  kind: 'HorizontalPodAutoscaler',
  namespaced: true,
  shortNames: ['hpa'],
  categories: all,
  subresources: status,
};

export const RESOURCE_TABLE: ResourceTable = {
  v1: core,
  'admissionregistration.k8s.io/v1': [
    {
      resource: 'mutatingwebhookconfigurations',
      kind: 'MutatingWebhookConfiguration',
      namespaced: false,
      categories: extensions,
    },
    {
      resource: 'validatingadmissionpolicies',
      kind: 'ValidatingAdmissionPolicy',
      namespaced: false,
      categories: extensions,
      subresources: status,
    },
    {
      resource: 'validatingadmissionpolicybindings',
      kind: 'ValidatingAdmissionPolicyBinding',
      namespaced: false,
      categories: extensions,
    },
    {
      resource: 'validatingwebhookconfigurations',
      kind: 'ValidatingWebhookConfiguration',
      namespaced: false,
      categories: extensions,
    },
  ],
  'apiextensions.k8s.io/v1': [
    {
      resource: 'customresourcedefinitions',
      kind: 'CustomResourceDefinition',
      namespaced: false,
      shortNames: ['crd', 'crds'],
      categories: extensions,
      subresources: status,
    },
  ],
  'apiregistration.k8s.io/v1': [
    { resource: 'apiservices', kind: 'APIService', namespaced: false, categories: extensions, subresources: status },
  ],
  'apps/v1': [
    { resource: 'controllerrevisions', kind: 'ControllerRevision', namespaced: true },
    {
      resource: 'daemonsets',
      kind: 'DaemonSet',
      namespaced: true,
      shortNames: ['ds'],
      categories: all,
      subresources: status,
    },
    {
      resource: 'deployments',
      kind: 'Deployment',
      namespaced: true,
      shortNames: ['deploy'],
      categories: all,
      subresources: { ...scale, ...status },
    },
    {
      resource: 'replicasets',
      kind: 'ReplicaSet',
      namespaced: true,
      shortNames: ['rs'],
      categories: all,
      subresources: { ...scale, ...status },
    },
    {
      resource: 'statefulsets',
      kind: 'StatefulSet',
      namespaced: true,
      shortNames: ['sts'],
      categories: all,
      subresources: { ...scale, ...status },
    },
  ],
  'authentication.k8s.io/v1': [
    { resource: 'selfsubjectreviews', kind: 'SelfSubjectReview', namespaced: false, verbs: CREATE },
    { resource: 'tokenreviews', kind: 'TokenReview', namespaced: false, verbs: CREATE },
  ],
  'authorization.k8s.io/v1': [
    { resource: 'localsubjectaccessreviews', kind: 'LocalSubjectAccessReview', namespaced: true, verbs: CREATE },
    { resource: 'selfsubjectaccessreviews', kind: 'SelfSubjectAccessReview', namespaced: false, verbs: CREATE },
    { resource: 'selfsubjectrulesreviews', kind: 'SelfSubjectRulesReview', namespaced: false, verbs: CREATE },
    { resource: 'subjectaccessreviews', kind: 'SubjectAccessReview', namespaced: false, verbs: CREATE },
  ],
  'autoscaling/v1': [horizontalPodAutoscalers],
  'autoscaling/v2': [horizontalPodAutoscalers],
  'batch/v1': [
    {
      resource: 'cronjobs',
      kind: 'CronJob',
      namespaced: true,
      shortNames: ['cj'],
      categories: all,
      subresources: status,
    },
    { resource: 'jobs', kind: 'Job', namespaced: true, categories: all, subresources: status },
  ],
  'certificates.k8s.io/v1': [
    {
      resource: 'certificatesigningrequests',
      kind: 'CertificateSigningRequest',
      namespaced: false,
      shortNames: ['csr'],
      subresources: { approval: { verbs: READ_AND_WRITE }, ...status },
    },
  ],
  'coordination.k8s.io/v1': [{ resource: 'leases', kind: 'Lease', namespaced: true }],
  'discovery.k8s.io/v1': [{ resource: 'endpointslices', kind: 'EndpointSlice', namespaced: true }],
  'events.k8s.io/v1': [{ resource: 'events', kind: 'Event', namespaced: true, shortNames: ['ev'] }],
  'flowcontrol.apiserver.k8s.io/v1': [
    { resource: 'flowschemas', kind: 'FlowSchema', namespaced: false, subresources: status },
    {
      resource: 'prioritylevelconfigurations',
      kind: 'PriorityLevelConfiguration',
      namespaced: false,
      subresources: status,
    },
  ],
  'networking.k8s.io/v1': [
    { resource: 'ingressclasses', kind: 'IngressClass', namespaced: false },
    { resource: 'ingresses', kind: 'Ingress', namespaced: true, shortNames: ['ing'], subresources: status },
    { resource: 'ipaddresses', kind: 'IPAddress', namespaced: false, shortNames: ['ip'] },
    { resource: 'networkpolicies', kind: 'NetworkPolicy', namespaced: true, shortNames: ['netpol'] },
    { resource: 'servicecidrs', kind: 'ServiceCIDR', namespaced: false, subresources: status },
  ],
  'node.k8s.io/v1': [{ resource: 'runtimeclasses', kind: 'RuntimeClass', namespaced: false }],
  'policy/v1': [
    {
      resource: 'poddisruptionbudgets',
      kind: 'PodDisruptionBudget',
      namespaced: true,
      shortNames: ['pdb'],
      subresources: status,
    },
  ],
  'rbac.authorization.k8s.io/v1': [
    { resource: 'clusterrolebindings', kind: 'ClusterRoleBinding', namespaced: false },
    { resource: 'clusterroles', kind: 'ClusterRole', namespaced: false },
    { resource: 'rolebindings', kind: 'RoleBinding', namespaced: true },
    { resource: 'roles', kind: 'Role', namespaced: true },
  ],
  'resource.k8s.io/v1': [
    { resource: 'deviceclasses', kind: 'DeviceClass', namespaced: false },
    { resource: 'resourceclaims', kind: 'ResourceClaim', namespaced: true, subresources: status },
    { resource: 'resourceclaimtemplates', kind: 'ResourceClaimTemplate', namespaced: true },
    { resource: 'resourceslices', kind: 'ResourceSlice', namespaced: false },
  ],
  'scheduling.k8s.io/v1': [
    { resource: 'priorityclasses', kind: 'PriorityClass', namespaced: false, shortNames: ['pc'] },
  ],
  'storage.k8s.io/v1': [
    { resource: 'csidrivers', kind: 'CSIDriver', namespaced: false },
    { resource: 'csinodes', kind: 'CSINode', namespaced: false },
    { resource: 'csistoragecapacities', kind: 'CSIStorageCapacity', namespaced: true },
    { resource: 'storageclasses', kind: 'StorageClass', namespaced: false, shortNames: ['sc'] },
    { resource: 'volumeattachments', kind: 'VolumeAttachment', namespaced: false, subresources: status },
    { resource: 'volumeattributesclasses', kind: 'VolumeAttributesClass', namespaced: false, shortNames: ['vac'] },
  ],
};
