/** The kinds that have a line in the menu and a short URL of their own. All others are found by what a cluster serves. */
export interface CommonKind {
  /** First segment of the URL below the cluster or project, and id of the route: `pods`. */
  readonly path: string;
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly section: 'workloads' | 'network' | 'config' | 'storage' | 'cluster';
  readonly icon:
    | 'box'
    | 'boxes'
    | 'layers'
    | 'server'
    | 'zap'
    | 'clock'
    | 'globe'
    | 'network'
    | 'shield'
    | 'settings'
    | 'key'
    | 'hard-drive'
    | 'database'
    | 'folder'
    | 'bell'
    | 'gauge'
    | 'copy';
}

const kind = (
  section: CommonKind['section'],
  apiVersion: string,
  kindName: string,
  resource: string,
  icon: CommonKind['icon'],
  namespaced = true,
): CommonKind => {
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  return { path: resource, group, version, resource, kind: kindName, namespaced, section, icon };
};

export const COMMON_KINDS: readonly CommonKind[] = [
  kind('workloads', 'v1', 'Pod', 'pods', 'box'),
  kind('workloads', 'apps/v1', 'Deployment', 'deployments', 'layers'),
  kind('workloads', 'apps/v1', 'StatefulSet', 'statefulsets', 'database'),
  kind('workloads', 'apps/v1', 'DaemonSet', 'daemonsets', 'server'),
  kind('workloads', 'batch/v1', 'Job', 'jobs', 'zap'),
  kind('workloads', 'batch/v1', 'CronJob', 'cronjobs', 'clock'),
  kind('network', 'v1', 'Service', 'services', 'network'),
  kind('network', 'networking.k8s.io/v1', 'Ingress', 'ingresses', 'globe'),
  kind('network', 'networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies', 'shield'),
  kind('config', 'v1', 'ConfigMap', 'configmaps', 'settings'),
  kind('config', 'v1', 'Secret', 'secrets', 'key'),
  kind('storage', 'v1', 'PersistentVolumeClaim', 'persistentvolumeclaims', 'hard-drive'),
  kind('storage', 'v1', 'PersistentVolume', 'persistentvolumes', 'hard-drive', false),
  kind('storage', 'storage.k8s.io/v1', 'StorageClass', 'storageclasses', 'database', false),
  kind('cluster', 'v1', 'Node', 'nodes', 'server', false),
  kind('cluster', 'v1', 'Namespace', 'namespaces', 'folder', false),
  kind('cluster', 'v1', 'Event', 'events', 'bell'),
];

export const SECTIONS = ['workloads', 'network', 'config', 'storage', 'cluster'] as const;
