import { at, listAt, recordAt, textAt } from '../json.ts';
import { type KindRef, resourceKey } from '../kinds/kind.ts';

/** One line of an object's summary. */
export interface Fact {
  /** Key in the catalogue below `fact.`, or a field's own name. */
  readonly term: string;
  readonly text?: string;
  /** Another object that the text names. */
  readonly refers?: { readonly group: string; readonly resource: string; readonly namespace?: string | undefined };
  /** RFC 3339 */
  readonly time?: string;
  /** The term is a field of the object rather than a key of the catalogue. */
  readonly field?: boolean;
}

type Facts = (object: unknown) => (Fact | undefined)[];

/** What matters most about an object, by kind; for kinds that nobody knows, the plain values of its spec and status. */
export function factsOf(kind: Pick<KindRef, 'group' | 'resource'>, object: unknown): Fact[] {
  const key = resourceKey(kind);
  const facts = (Object.hasOwn(KINDS, key) ? KINDS[key] : undefined) ?? plainFields;
  return facts(object).filter((fact): fact is Fact => fact !== undefined && Boolean(fact.text || fact.time));
}

const fact = (term: string, text: string, refers?: Fact['refers']): Fact => ({ term, text, ...(refers && { refers }) });
const time = (term: string, value: string): Fact => ({ term, time: value });
const core = (resource: string, object?: unknown) => ({
  group: '',
  resource,
  ...(object !== undefined && { namespace: textAt(object, 'metadata', 'namespace') }),
});

const workload: Facts = (object) => [
  fact('replicas', replicasOf(object)),
  fact('strategy', textAt(object, 'spec', 'strategy', 'type') || textAt(object, 'spec', 'updateStrategy', 'type')),
  fact('selector', selectorOf(object)),
  fact('images', imagesOf(object)),
  fact(
    'serviceAccount',
    textAt(object, 'spec', 'template', 'spec', 'serviceAccountName'),
    core('serviceaccounts', object),
  ),
  fact('service', textAt(object, 'spec', 'serviceName'), core('services', object)),
];

const KINDS: Readonly<Record<string, Facts | undefined>> = {
  pods: (pod) => [
    fact('node', textAt(pod, 'spec', 'nodeName'), core('nodes')),
    fact('podIp', textAt(pod, 'status', 'podIP')),
    fact('hostIp', textAt(pod, 'status', 'hostIP')),
    fact('ports', containerPorts(pod)),
    fact('qos', textAt(pod, 'status', 'qosClass')),
    fact('serviceAccount', textAt(pod, 'spec', 'serviceAccountName'), core('serviceaccounts', pod)),
    fact('priorityClass', textAt(pod, 'spec', 'priorityClassName'), {
      group: 'scheduling.k8s.io',
      resource: 'priorityclasses',
    }),
    fact('restartPolicy', textAt(pod, 'spec', 'restartPolicy')),
    time('started', textAt(pod, 'status', 'startTime')),
  ],
  'apps/deployments': workload,
  'apps/replicasets': workload,
  'apps/statefulsets': workload,
  'apps/daemonsets': workload,
  'batch/jobs': (job) => [
    fact('completions', `${textAt(job, 'status', 'succeeded') || 0}/${textAt(job, 'spec', 'completions') || 1}`),
    fact('parallelism', textAt(job, 'spec', 'parallelism')),
    fact('failedPods', textAt(job, 'status', 'failed')),
    fact('backoffLimit', textAt(job, 'spec', 'backoffLimit')),
    fact('images', imagesOf(job)),
    time('started', textAt(job, 'status', 'startTime')),
    time('finished', textAt(job, 'status', 'completionTime')),
  ],
  'batch/cronjobs': (cron) => [
    fact('schedule', textAt(cron, 'spec', 'schedule')),
    fact('timeZone', textAt(cron, 'spec', 'timeZone')),
    fact('concurrency', textAt(cron, 'spec', 'concurrencyPolicy')),
    fact('suspended', textAt(cron, 'spec', 'suspend')),
    time('lastRun', textAt(cron, 'status', 'lastScheduleTime')),
    time('lastSuccess', textAt(cron, 'status', 'lastSuccessfulTime')),
  ],
  services: (service) => [
    fact('type', textAt(service, 'spec', 'type')),
    fact(
      'clusterIp',
      listAt(service, 'spec', 'clusterIPs').map(String).join(', ') || textAt(service, 'spec', 'clusterIP'),
    ),
    fact('externalIp', externalAddress(service)),
    fact('externalName', textAt(service, 'spec', 'externalName')),
    fact('ports', portsOf(service)),
    fact('selector', selectorText(recordAt(service, 'spec', 'selector'))),
    fact('sessionAffinity', textAt(service, 'spec', 'sessionAffinity')),
  ],
  'networking.k8s.io/ingresses': (ingress) => [
    fact('ingressClass', textAt(ingress, 'spec', 'ingressClassName'), {
      group: 'networking.k8s.io',
      resource: 'ingressclasses',
    }),
    fact('externalIp', externalAddress(ingress)),
    fact('rules', rulesOf(ingress)),
  ],
  persistentvolumeclaims: (claim) => [
    fact(
      'capacity',
      textAt(claim, 'status', 'capacity', 'storage') || textAt(claim, 'spec', 'resources', 'requests', 'storage'),
    ),
    fact('accessModes', listAt(claim, 'spec', 'accessModes').map(String).join(', ')),
    fact('volumeMode', textAt(claim, 'spec', 'volumeMode')),
    fact('storageClass', textAt(claim, 'spec', 'storageClassName'), {
      group: 'storage.k8s.io',
      resource: 'storageclasses',
    }),
    fact('volume', textAt(claim, 'spec', 'volumeName'), core('persistentvolumes')),
  ],
  persistentvolumes: (volume) => [
    fact('capacity', textAt(volume, 'spec', 'capacity', 'storage')),
    fact('accessModes', listAt(volume, 'spec', 'accessModes').map(String).join(', ')),
    fact('reclaimPolicy', textAt(volume, 'spec', 'persistentVolumeReclaimPolicy')),
    fact('storageClass', textAt(volume, 'spec', 'storageClassName'), {
      group: 'storage.k8s.io',
      resource: 'storageclasses',
    }),
    fact('claim', textAt(volume, 'spec', 'claimRef', 'name'), {
      group: '',
      resource: 'persistentvolumeclaims',
      namespace: textAt(volume, 'spec', 'claimRef', 'namespace'),
    }),
  ],
  nodes: (node) => [
    fact('roles', rolesOf(node)),
    fact(
      'addresses',
      listAt(node, 'status', 'addresses')
        .map((each) => textAt(each, 'address'))
        .join(', '),
    ),
    fact('kubelet', textAt(node, 'status', 'nodeInfo', 'kubeletVersion')),
    fact('os', textAt(node, 'status', 'nodeInfo', 'osImage')),
    fact('kernel', textAt(node, 'status', 'nodeInfo', 'kernelVersion')),
    fact('runtime', textAt(node, 'status', 'nodeInfo', 'containerRuntimeVersion')),
    fact('architecture', textAt(node, 'status', 'nodeInfo', 'architecture')),
    fact('podCidr', textAt(node, 'spec', 'podCIDR')),
    fact('taints', listAt(node, 'spec', 'taints').map(taintText).join(', ')),
  ],
  secrets: (secret) => [fact('type', textAt(secret, 'type')), fact('immutable', textAt(secret, 'immutable'))],
  configmaps: (map) => [fact('immutable', textAt(map, 'immutable'))],
  'storage.k8s.io/storageclasses': (storage) => [
    fact('provisioner', textAt(storage, 'provisioner')),
    fact('reclaimPolicy', textAt(storage, 'reclaimPolicy')),
    fact('bindingMode', textAt(storage, 'volumeBindingMode')),
    fact('expansion', textAt(storage, 'allowVolumeExpansion')),
  ],
  events: (event) => [
    fact('type', textAt(event, 'type')),
    fact('reason', textAt(event, 'reason')),
    fact('message', textAt(event, 'message')),
    fact('about', `${textAt(event, 'involvedObject', 'kind')} ${textAt(event, 'involvedObject', 'name')}`),
    fact('count', textAt(event, 'count')),
    fact('source', textAt(event, 'source', 'component') || textAt(event, 'reportingComponent')),
    time('firstSeen', textAt(event, 'firstTimestamp')),
    time('lastSeen', textAt(event, 'lastTimestamp') || textAt(event, 'eventTime')),
  ],
};

const MOST_FIELDS = 16;

/** Numbers, words and switches at the top of spec and status. */
function plainFields(object: unknown): Fact[] {
  return ['spec', 'status'].flatMap((part) =>
    Object.entries(recordAt(object, part))
      .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
      .slice(0, MOST_FIELDS)
      .map(([name, value]) => ({ term: `${part}.${name}`, text: String(value), field: true })),
  );
}

function replicasOf(object: unknown): string {
  const wanted = textAt(object, 'spec', 'replicas') || textAt(object, 'status', 'desiredNumberScheduled');
  const ready = textAt(object, 'status', 'readyReplicas') || textAt(object, 'status', 'numberReady') || '0';
  return wanted === '' ? '' : `${ready}/${wanted}`;
}

function selectorOf(object: unknown): string {
  return selectorText(recordAt(object, 'spec', 'selector', 'matchLabels'));
}

/** `app=web,tier=front`: a selector as it is typed. */
export function selectorText(labels: Readonly<Record<string, unknown>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(',');
}

function imagesOf(object: unknown): string {
  return listAt(object, 'spec', 'template', 'spec', 'containers')
    .map((container) => textAt(container, 'image'))
    .join(', ');
}

function externalAddress(object: unknown): string {
  const given = listAt(object, 'status', 'loadBalancer', 'ingress').map(
    (each) => textAt(each, 'ip') || textAt(each, 'hostname'),
  );
  return [...given, ...listAt(object, 'spec', 'externalIPs').map(String)].join(', ');
}

function portsOf(service: unknown): string {
  return listAt(service, 'spec', 'ports')
    .map((port) => {
      const node = textAt(port, 'nodePort');
      const name = textAt(port, 'name');
      const text = `${textAt(port, 'port')}${node && `:${node}`}/${textAt(port, 'protocol') || 'TCP'}`;
      return `${name && `${name} `}${text} → ${textAt(port, 'targetPort')}`;
    })
    .join(', ');
}

function containerPorts(pod: unknown): string {
  return listAt(pod, 'spec', 'containers')
    .flatMap((container) => listAt(container, 'ports'))
    .map((port) => `${textAt(port, 'containerPort')}/${textAt(port, 'protocol') || 'TCP'}`)
    .join(', ');
}

function rulesOf(ingress: unknown): string {
  return listAt(ingress, 'spec', 'rules')
    .flatMap((rule) =>
      listAt(rule, 'http', 'paths').map((path) => {
        const service = at(path, 'backend', 'service');
        const port = textAt(service, 'port', 'number') || textAt(service, 'port', 'name');
        return `${textAt(rule, 'host') || '*'}${textAt(path, 'path')} → ${textAt(service, 'name')}:${port}`;
      }),
    )
    .join('\n');
}

function rolesOf(node: unknown): string {
  const prefix = 'node-role.kubernetes.io/';
  return Object.keys(recordAt(node, 'metadata', 'labels'))
    .filter((label) => label.startsWith(prefix))
    .map((label) => label.slice(prefix.length))
    .join(', ');
}

function taintText(taint: unknown): string {
  const value = textAt(taint, 'value');
  return `${textAt(taint, 'key')}${value && `=${value}`}:${textAt(taint, 'effect')}`;
}
