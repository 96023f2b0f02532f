/** Nodes, namespaces, events, and what configures pods. Source: k8s.io/kubernetes/pkg/printers/internalversion. */
import { humanDuration } from '@luban/kube';
import type { TablePrinter } from '../table/table.ts';
import { AGE, ageCell, ageOf, column, NONE, printer, wide } from './column.ts';

interface NodeShape {
  spec?: { unschedulable?: boolean };
  status?: {
    conditions?: { type: string; status: string }[];
    addresses?: { type: string; address: string }[];
    nodeInfo?: { kubeletVersion?: string; osImage?: string; kernelVersion?: string; containerRuntimeVersion?: string };
  };
}

const ROLE = 'node-role.kubernetes.io/';

const nodes = printer<NodeShape>(
  [
    column('Status', 'Whether the node takes pods.'),
    column('Roles', 'What the node is for.'),
    AGE,
    column('Version', 'Version of the kubelet.'),
    wide('Internal-IP', 'Address inside the cluster.'),
    wide('External-IP', 'Address outside the cluster.'),
    wide('OS-Image', 'Operating system.'),
    wide('Kernel-Version', 'Version of the kernel.'),
    wide('Container-Runtime', 'What runs the containers.'),
  ],
  (node, now) => {
    const { spec = {}, status = {}, metadata } = node;
    const ready = status.conditions?.find(({ type }) => type === 'Ready');
    const words = [ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady'];
    if (spec.unschedulable) words.push('SchedulingDisabled');
    const roles = Object.entries(metadata.labels ?? {})
      .flatMap(([key, value]) => {
        if (key.startsWith(ROLE) && key.length > ROLE.length) return key.slice(ROLE.length);
        return key === 'kubernetes.io/role' && value ? value : [];
      })
      .sort();
    const address = (type: string) => status.addresses?.find((entry) => entry.type === type)?.address ?? NONE;
    const { kubeletVersion = '', osImage, kernelVersion, containerRuntimeVersion } = status.nodeInfo ?? {};
    return [
      words.join(','),
      roles.length === 0 ? NONE : [...new Set(roles)].join(','),
      ageCell(node, now),
      kubeletVersion,
      address('InternalIP'),
      address('ExternalIP'),
      osImage || '<unknown>',
      kernelVersion || '<unknown>',
      containerRuntimeVersion || '<unknown>',
    ];
  },
);

const namespaces = printer<{ status?: { phase?: string } }>(
  [column('Status', 'Whether the namespace is in use or going.'), AGE],
  (object, now) => [object.status?.phase ?? '', ageCell(object, now)],
);

const secrets = printer<{ type?: string; data?: object }>(
  [column('Type', 'What programs take the secret for.'), column('Data', 'How many entries it has.', 'integer'), AGE],
  (object, now) => [object.type ?? '', Object.keys(object.data ?? {}).length, ageCell(object, now)],
);

const configMaps = printer<{ data?: object; binaryData?: object }>(
  [column('Data', 'How many entries it has.', 'integer'), AGE],
  (object, now) => [
    Object.keys(object.data ?? {}).length + Object.keys(object.binaryData ?? {}).length,
    ageCell(object, now),
  ],
);

/** Kubernetes' column of a time when tokens were secrets; kubectl of today shows it as it is. */
const serviceAccounts = printer<{ secrets?: unknown[] }>(
  [column('Secrets', 'How many secrets belong to it.', 'integer'), AGE],
  (object, now) => [object.secrets?.length ?? 0, ageCell(object, now)],
);

interface EventShape {
  type?: string;
  reason?: string;
  message?: string;
  note?: string;
  count?: number;
  firstTimestamp?: string | null;
  lastTimestamp?: string | null;
  eventTime?: string | null;
  series?: { count?: number; lastObservedTime?: string };
  source?: { component?: string; host?: string };
  reportingComponent?: string;
  reportingController?: string;
  deprecatedCount?: number;
  deprecatedFirstTimestamp?: string | null;
  deprecatedLastTimestamp?: string | null;
  deprecatedSource?: { component?: string; host?: string };
  involvedObject?: { kind?: string; name?: string; fieldPath?: string };
  regarding?: { kind?: string; name?: string; fieldPath?: string };
}

const EVENT_COLUMNS = [
  { ...column('Last Seen', 'How long ago it happened last.') },
  column('Type', 'Normal, or Warning.'),
  column('Reason', 'What happened, in a word.'),
  column('Object', 'What it happened to.'),
  wide('Subobject', 'Which part of it.'),
  wide('Source', 'Who says so.'),
  column('Message', 'What happened.'),
  wide('First Seen', 'How long ago it happened first.'),
  wide('Count', 'How often it happened.', 'integer'),
  { ...wide('Name', 'Name of the event.'), format: 'name' },
];

const events: TablePrinter = {
  columns: EVENT_COLUMNS,
  cells(object, now) {
    const event = object as unknown as EventShape;
    const { metadata } = object;
    const target = event.involvedObject ?? event.regarding ?? {};
    const first = event.firstTimestamp ?? event.deprecatedFirstTimestamp ?? event.eventTime;
    const last = event.series?.lastObservedTime ?? event.lastTimestamp ?? event.deprecatedLastTimestamp ?? first;
    const { component = '', host = '' } = event.source ?? event.deprecatedSource ?? {};
    const source = component || event.reportingComponent || event.reportingController || '';
    return [
      ageOf(last, now),
      event.type ?? '',
      event.reason ?? '',
      target.name ? `${(target.kind ?? '').toLowerCase()}/${target.name}` : (target.kind ?? '').toLowerCase(),
      target.fieldPath ?? '',
      host === '' ? source : `${source}, ${host}`,
      (event.message ?? event.note ?? '').trim(),
      ageOf(first, now),
      event.series?.count ?? event.count ?? event.deprecatedCount ?? 1,
      metadata.name ?? '',
    ];
  },
};

interface ConditionsShape {
  conditions?: { type: string; status: string; message?: string; error?: string }[];
}

const componentStatuses = printer<ConditionsShape>(
  [column('Status', 'Whether it is well.'), column('Message', 'What it says.'), column('Error', 'What is wrong.')],
  ({ conditions }) => {
    const healthy = conditions?.find(({ type }) => type === 'Healthy');
    return [healthy?.status === 'True' ? 'Healthy' : 'Unhealthy', healthy?.message ?? '', healthy?.error ?? ''];
  },
);

const leases = printer<{ spec?: { holderIdentity?: string } }>(
  [column('Holder', 'Who holds the lease.'), AGE],
  (object, now) => [object.spec?.holderIdentity ?? '', ageCell(object, now)],
);

interface QuotaShape {
  status?: { hard?: Record<string, string>; used?: Record<string, string> };
  spec?: { hard?: Record<string, string> };
}

const resourceQuotas = printer<QuotaShape>(
  [
    column('Request', 'What is used and allowed, of requests and objects.'),
    column('Limit', 'What is used and allowed, of limits.'),
    AGE,
  ],
  (object, now) => {
    const { hard = object.spec?.hard ?? {}, used = {} } = object.status ?? {};
    const names = Object.keys(hard).sort();
    const text = (limits: boolean) =>
      names
        .filter((name) => name.startsWith('limits.') === limits)
        .map((name) => `${name}: ${used[name] ?? '0'}/${hard[name]}`)
        .join(', ');
    return [text(false), text(true), ageCell(object, now)];
  },
);

const limitRanges = printer<object>([column('Created At', 'When it was created.', 'date')], ({ metadata }) => [
  metadata.creationTimestamp ?? '',
]);

interface SigningRequestShape {
  spec?: { signerName?: string; username?: string; expirationSeconds?: number };
  status?: { certificate?: string; conditions?: { type: string }[] };
}

const certificateSigningRequests = printer<SigningRequestShape>(
  [
    AGE,
    column('SignerName', 'Who is asked to sign.'),
    column('Requestor', 'Who asks.'),
    column('RequestedDuration', 'How long the certificate is to hold.'),
    column('Condition', 'What has become of it.'),
  ],
  (object, now) => {
    const { spec = {}, status = {} } = object;
    const has = (type: string) => status.conditions?.some((condition) => condition.type === type) ?? false;
    const words = has('Denied') ? ['Denied'] : has('Approved') ? ['Approved'] : ['Pending'];
    if (has('Failed')) words.push('Failed');
    if (status.certificate) words.push('Issued');
    return [
      ageCell(object, now),
      spec.signerName ?? NONE,
      spec.username ?? '',
      spec.expirationSeconds === undefined ? NONE : humanDuration(spec.expirationSeconds * 1_000),
      words.join(','),
    ];
  },
);

export const clusterPrinters: Readonly<Record<string, TablePrinter>> = {
  nodes,
  namespaces,
  secrets,
  configmaps: configMaps,
  serviceaccounts: serviceAccounts,
  events,
  componentstatuses: componentStatuses,
  'leases.coordination.k8s.io': leases,
  resourcequotas: resourceQuotas,
  limitranges: limitRanges,
  'certificatesigningrequests.certificates.k8s.io': certificateSigningRequests,
};
