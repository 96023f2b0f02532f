/** The kinds that the simulator works on, with their types. */
import type { KubeObject } from '@luban/kube';
import type { ResourceKind, ResourceRef } from '@luban/kube/client';
import type {
  ControllerRevision,
  CronJob,
  DaemonSet,
  Deployment,
  EndpointSlice,
  Endpoints,
  Event,
  HorizontalPodAutoscaler,
  Ingress,
  IngressClass,
  Job,
  Lease,
  Namespace,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  PodDisruptionBudget,
  ReplicaSet,
  ReplicationController,
  Service,
  StatefulSet,
  StorageClass,
} from '@luban/kube/kinds';

/** A resource together with the type of its objects. */
export interface KindOf<T extends KubeObject> extends ResourceKind {
  readonly kind: string;
  /** Never there; it lets the compiler know T. */
  readonly type?: T;
}

/** An object that is yet to be created: without the type, which its kind says. */
export type Draft<T extends KubeObject> = {
  [Field in keyof T as string extends Field ? never : Field extends 'apiVersion' | 'kind' ? never : Field]: T[Field];
};

export const PODS = kind<Pod>('', 'v1', 'pods', 'Pod');
export const NODES = kind<Node>('', 'v1', 'nodes', 'Node');
export const NAMESPACES = kind<Namespace>('', 'v1', 'namespaces', 'Namespace');
export const SERVICES = kind<Service>('', 'v1', 'services', 'Service');
export const ENDPOINTS = kind<Endpoints>('', 'v1', 'endpoints', 'Endpoints');
export const EVENTS = kind<Event>('', 'v1', 'events', 'Event');
export const PERSISTENT_VOLUMES = kind<PersistentVolume>('', 'v1', 'persistentvolumes', 'PersistentVolume');
export const PERSISTENT_VOLUME_CLAIMS = kind<PersistentVolumeClaim>(
  '',
  'v1',
  'persistentvolumeclaims',
  'PersistentVolumeClaim',
);
export const REPLICATION_CONTROLLERS = kind<ReplicationController>(
  '',
  'v1',
  'replicationcontrollers',
  'ReplicationController',
);
export const DEPLOYMENTS = kind<Deployment>('apps', 'v1', 'deployments', 'Deployment');
export const REPLICA_SETS = kind<ReplicaSet>('apps', 'v1', 'replicasets', 'ReplicaSet');
export const STATEFUL_SETS = kind<StatefulSet>('apps', 'v1', 'statefulsets', 'StatefulSet');
export const DAEMON_SETS = kind<DaemonSet>('apps', 'v1', 'daemonsets', 'DaemonSet');
export const CONTROLLER_REVISIONS = kind<ControllerRevision>('apps', 'v1', 'controllerrevisions', 'ControllerRevision');
export const JOBS = kind<Job>('batch', 'v1', 'jobs', 'Job');
export const CRON_JOBS = kind<CronJob>('batch', 'v1', 'cronjobs', 'CronJob');
export const LEASES = kind<Lease>('coordination.k8s.io', 'v1', 'leases', 'Lease');
export const ENDPOINT_SLICES = kind<EndpointSlice>('discovery.k8s.io', 'v1', 'endpointslices', 'EndpointSlice');
export const INGRESSES = kind<Ingress>('networking.k8s.io', 'v1', 'ingresses', 'Ingress');
export const INGRESS_CLASSES = kind<IngressClass>('networking.k8s.io', 'v1', 'ingressclasses', 'IngressClass');
export const STORAGE_CLASSES = kind<StorageClass>('storage.k8s.io', 'v1', 'storageclasses', 'StorageClass');
export const HORIZONTAL_POD_AUTOSCALERS = kind<HorizontalPodAutoscaler>(
  'autoscaling',
  'v2',
  'horizontalpodautoscalers',
  'HorizontalPodAutoscaler',
);
export const POD_DISRUPTION_BUDGETS = kind<PodDisruptionBudget>(
  'policy',
  'v1',
  'poddisruptionbudgets',
  'PodDisruptionBudget',
);

/** Where an object, or a part of it such as `status`, is found. */
export function refOf(
  kind: ResourceKind,
  { metadata: { namespace, name } }: Pick<KubeObject, 'metadata'>,
  subresource?: string,
): ResourceRef {
  return { group: kind.group, version: kind.version, resource: kind.resource, namespace, name, subresource };
}

function kind<T extends KubeObject>(group: string, version: string, resource: string, kind: string): KindOf<T> {
  return { group, version, resource, kind };
}
