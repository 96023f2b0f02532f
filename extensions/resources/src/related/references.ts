import { at, listAt, textAt } from '../json.ts';
import { type KindRef, resourceKey } from '../kinds/kind.ts';

/** Another object that an object names in its spec. */
export interface Reference {
  readonly group: string;
  readonly resource: string;
  readonly namespace?: string | undefined;
  readonly name: string;
  /** Key of what it is to the object: `runsOn`, `mounts`. */
  readonly as: string;
}

/** What an object needs or leads to, by its own words, each once. */
export function referencesOf(kind: Pick<KindRef, 'group' | 'resource'>, object: unknown): Reference[] {
  const namespace = textAt(object, 'metadata', 'namespace') || undefined;
  const key = resourceKey(kind);
  const found = (Object.hasOwn(KINDS, key) ? KINDS[key]?.(object, namespace) : undefined) ?? [];
  const unique = new Map(found.map((one) => [`${one.group}/${one.resource}/${one.namespace ?? ''}/${one.name}`, one]));
  return [...unique.values()].filter(({ name }) => name !== '');
}

type Rule = (object: unknown, namespace: string | undefined) => Reference[];

const template: Rule = (object, namespace) => podReferences(at(object, 'spec', 'template', 'spec'), namespace);

const KINDS: Readonly<Record<string, Rule | undefined>> = {
  pods: (pod, namespace) => podReferences(at(pod, 'spec'), namespace),
  'apps/deployments': template,
  'apps/replicasets': template,
  'apps/statefulsets': (set, namespace) => [
    ...template(set, namespace),
    { group: '', resource: 'services', namespace, name: textAt(set, 'spec', 'serviceName'), as: 'servedBy' },
  ],
  'apps/daemonsets': template,
  'batch/jobs': template,
  'batch/cronjobs': (cron, namespace) =>
    podReferences(at(cron, 'spec', 'jobTemplate', 'spec', 'template', 'spec'), namespace),
  persistentvolumeclaims: (claim) => [
    { group: '', resource: 'persistentvolumes', name: textAt(claim, 'spec', 'volumeName'), as: 'boundTo' },
    { ...STORAGE_CLASS, name: textAt(claim, 'spec', 'storageClassName') },
  ],
  persistentvolumes: (volume) => [
    {
      group: '',
      resource: 'persistentvolumeclaims',
      namespace: textAt(volume, 'spec', 'claimRef', 'namespace'),
      name: textAt(volume, 'spec', 'claimRef', 'name'),
      as: 'boundTo',
    },
    { ...STORAGE_CLASS, name: textAt(volume, 'spec', 'storageClassName') },
  ],
  'networking.k8s.io/ingresses': (ingress, namespace) => [
    ...[
      at(ingress, 'spec', 'defaultBackend'),
      ...listAt(ingress, 'spec', 'rules').flatMap((rule) =>
        listAt(rule, 'http', 'paths').map((path) => at(path, 'backend')),
      ),
    ].map((backend) => ({
      group: '',
      resource: 'services',
      namespace,
      name: textAt(backend, 'service', 'name'),
      as: 'routesTo',
    })),
    ...listAt(ingress, 'spec', 'tls').map((tls) => ({
      group: '',
      resource: 'secrets',
      namespace,
      name: textAt(tls, 'secretName'),
      as: 'uses',
    })),
  ],
  'autoscaling/horizontalpodautoscalers': (scaler, namespace) => {
    const [, group = ''] = textAt(scaler, 'spec', 'scaleTargetRef', 'apiVersion').split('/').reverse();
    const kind = textAt(scaler, 'spec', 'scaleTargetRef', 'kind').toLowerCase();
    return [
      { group, resource: `${kind}s`, namespace, name: textAt(scaler, 'spec', 'scaleTargetRef', 'name'), as: 'scales' },
    ];
  },
};

const STORAGE_CLASS = { group: 'storage.k8s.io', resource: 'storageclasses', as: 'storedBy' };

function podReferences(spec: unknown, namespace: string | undefined): Reference[] {
  const core = (resource: string, name: string, as: string): Reference => ({
    group: '',
    resource,
    namespace,
    name,
    as,
  });
  const containers = [...listAt(spec, 'containers'), ...listAt(spec, 'initContainers')];
  return [
    { group: '', resource: 'nodes', name: textAt(spec, 'nodeName'), as: 'runsOn' },
    core('serviceaccounts', textAt(spec, 'serviceAccountName'), 'actsAs'),
    ...listAt(spec, 'volumes').flatMap((volume) => [
      core('configmaps', textAt(volume, 'configMap', 'name'), 'mounts'),
      core('secrets', textAt(volume, 'secret', 'secretName'), 'mounts'),
      core('persistentvolumeclaims', textAt(volume, 'persistentVolumeClaim', 'claimName'), 'mounts'),
      ...listAt(volume, 'projected', 'sources').flatMap((source) => [
        core('configmaps', textAt(source, 'configMap', 'name'), 'mounts'),
        core('secrets', textAt(source, 'secret', 'name'), 'mounts'),
      ]),
    ]),
    ...containers.flatMap((container) => [
      ...listAt(container, 'envFrom').flatMap((source) => [
        core('configmaps', textAt(source, 'configMapRef', 'name'), 'reads'),
        core('secrets', textAt(source, 'secretRef', 'name'), 'reads'),
      ]),
      ...listAt(container, 'env').flatMap((variable) => [
        core('configmaps', textAt(variable, 'valueFrom', 'configMapKeyRef', 'name'), 'reads'),
        core('secrets', textAt(variable, 'valueFrom', 'secretKeyRef', 'name'), 'reads'),
      ]),
    ]),
    ...listAt(spec, 'imagePullSecrets').map((secret) => core('secrets', textAt(secret, 'name'), 'reads')),
  ];
}
