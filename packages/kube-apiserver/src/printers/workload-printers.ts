/** Deployments and their kin. Source: k8s.io/kubernetes/pkg/printers/internalversion. */
import { formatLabelSelector, humanDuration, type LabelSelectorObject, labelSelectorFromObject } from '@luban/kube';
import type { TablePrinter } from '../table/table.ts';
import { AGE, ageCell, ageOf, column, joined, NONE, printer, wide } from './column.ts';

interface PodTemplate {
  spec?: { containers?: { name: string; image?: string }[]; nodeSelector?: Record<string, string> };
}

interface Workload {
  spec?: {
    replicas?: number;
    selector?: LabelSelectorObject | Record<string, string>;
    template?: PodTemplate;
  };
  status?: Record<string, number | undefined>;
}

const CONTAINERS = wide('Containers', 'Names of the containers.');
const IMAGES = wide('Images', 'Images of the containers.');
const SELECTOR = wide('Selector', 'Labels by which its pods are found.');
const DESIRED = column('Desired', 'How many pods are asked for.', 'integer');
const CURRENT = column('Current', 'How many pods there are.', 'integer');
const READY = column('Ready', 'How many pods are ready.', 'integer');

function containerCells(template: PodTemplate | undefined): [string, string] {
  const containers = template?.spec?.containers ?? [];
  return [containers.map(({ name }) => name).join(','), containers.map(({ image = '' }) => image).join(',')];
}

export function selectorText(selector: LabelSelectorObject | Record<string, string> | undefined): string {
  if (selector === undefined) return NONE;
  const isObject = 'matchLabels' in selector || 'matchExpressions' in selector;
  const object = isObject ? (selector as LabelSelectorObject) : { matchLabels: selector as Record<string, string> };
  try {
    return formatLabelSelector(labelSelectorFromObject(object)) || NONE;
  } catch {
    return '<error>';
  }
}

const replicas = ({ spec }: Workload) => spec?.replicas ?? 0;
const count = ({ status }: Workload, field: string) => status?.[field] ?? 0;

const deployments = printer<Workload>(
  [
    column('Ready', 'How many pods are ready, of those asked for.'),
    column('Up-to-date', 'How many pods have the newest template.', 'integer'),
    column('Available', 'How many pods have been ready for long enough.', 'integer'),
    AGE,
    CONTAINERS,
    IMAGES,
    SELECTOR,
  ],
  (object, now) => [
    `${count(object, 'readyReplicas')}/${replicas(object)}`,
    count(object, 'updatedReplicas'),
    count(object, 'availableReplicas'),
    ageCell(object, now),
    ...containerCells(object.spec?.template),
    selectorText(object.spec?.selector),
  ],
);

const replicaSets = printer<Workload>([DESIRED, CURRENT, READY, AGE, CONTAINERS, IMAGES, SELECTOR], (object, now) => [
  replicas(object),
  count(object, 'replicas'),
  count(object, 'readyReplicas'),
  ageCell(object, now),
  ...containerCells(object.spec?.template),
  selectorText(object.spec?.selector),
]);

const statefulSets = printer<Workload>(
  [column('Ready', 'How many pods are ready, of those asked for.'), AGE, CONTAINERS, IMAGES],
  (object, now) => [
    `${count(object, 'readyReplicas')}/${replicas(object)}`,
    ageCell(object, now),
    ...containerCells(object.spec?.template),
  ],
);

const daemonSets = printer<Workload>(
  [
    DESIRED,
    CURRENT,
    READY,
    column('Up-to-date', 'How many pods have the newest template.', 'integer'),
    column('Available', 'How many pods have been ready for long enough.', 'integer'),
    column('Node Selector', 'Labels of the nodes that get a pod.'),
    AGE,
    CONTAINERS,
    IMAGES,
    SELECTOR,
  ],
  (object, now) => [
    count(object, 'desiredNumberScheduled'),
    count(object, 'currentNumberScheduled'),
    count(object, 'numberReady'),
    count(object, 'updatedNumberScheduled'),
    count(object, 'numberAvailable'),
    labels(object.spec?.template?.spec?.nodeSelector),
    ageCell(object, now),
    ...containerCells(object.spec?.template),
    selectorText(object.spec?.selector),
  ],
);

export function labels(map: Record<string, string> | undefined): string {
  return joined(
    Object.entries(map ?? {})
      .map(([key, value]) => `${key}=${value}`)
      .sort(),
  );
}

interface JobShape {
  spec?: {
    completions?: number;
    parallelism?: number;
    suspend?: boolean;
    template?: PodTemplate;
    selector?: LabelSelectorObject;
  };
  status?: {
    succeeded?: number;
    startTime?: string;
    completionTime?: string;
    conditions?: { type: string; status: string }[];
  };
}

const jobs = printer<JobShape>(
  [
    column('Status', 'Whether the job runs, is complete, or has failed.'),
    column('Completions', 'How many pods have succeeded, of those asked for.'),
    column('Duration', 'How long the job has taken.'),
    AGE,
    CONTAINERS,
    IMAGES,
    SELECTOR,
  ],
  (object, now) => {
    const { spec = {}, status = {} } = object;
    const { completions, parallelism = 0 } = spec;
    const wanted = completions !== undefined ? `${completions}` : parallelism > 1 ? `1 of ${parallelism}` : '1';
    return [
      jobStatus(object),
      `${status.succeeded ?? 0}/${wanted}`,
      duration(status, now),
      ageCell(object, now),
      ...containerCells(spec.template),
      selectorText(spec.selector),
    ];
  },
);

function jobStatus({ status, metadata }: JobShape & { metadata?: { deletionTimestamp?: string } }): string {
  const has = (type: string) =>
    status?.conditions?.some((condition) => condition.type === type && condition.status === 'True');
  if (has('Complete')) return 'Complete';
  if (has('Failed')) return 'Failed';
  if (metadata?.deletionTimestamp !== undefined) return 'Terminating';
  if (has('Suspended')) return 'Suspended';
  if (has('FailureTarget')) return 'FailureTarget';
  return has('SuccessCriteriaMet') ? 'SuccessCriteriaMet' : 'Running';
}

function duration({ startTime, completionTime }: NonNullable<JobShape['status']>, now: number): string {
  if (startTime === undefined) return '';
  return humanDuration((completionTime === undefined ? now : Date.parse(completionTime)) - Date.parse(startTime));
}

interface CronJobShape {
  spec?: {
    schedule?: string;
    timeZone?: string;
    suspend?: boolean;
    jobTemplate?: { spec?: { template?: PodTemplate; selector?: LabelSelectorObject } };
  };
  status?: { active?: unknown[]; lastScheduleTime?: string };
}

const cronJobs = printer<CronJobShape>(
  [
    column('Schedule', 'When jobs are started, in the words of cron.'),
    column('Timezone', 'Time zone of the schedule.'),
    column('Suspend', 'Whether no more jobs are started.', 'boolean'),
    column('Active', 'How many jobs run now.', 'integer'),
    column('Last Schedule', 'How long ago the last job was started.'),
    AGE,
    CONTAINERS,
    IMAGES,
    SELECTOR,
  ],
  (object, now) => {
    const { spec = {}, status = {} } = object;
    return [
      spec.schedule ?? '',
      spec.timeZone ?? NONE,
      spec.suspend ? 'True' : 'False',
      status.active?.length ?? 0,
      status.lastScheduleTime === undefined ? NONE : ageOf(status.lastScheduleTime, now),
      ageCell(object, now),
      ...containerCells(spec.jobTemplate?.spec?.template),
      selectorText(spec.jobTemplate?.spec?.selector),
    ];
  },
);

const controllerRevisions = printer<{ revision?: number }>(
  [column('Controller', 'What the revision is of.'), column('Revision', 'Number of the revision.', 'integer'), AGE],
  ({ metadata, revision = 0, ...object }, now) => {
    const owner = metadata.ownerReferences?.find(({ controller }) => controller);
    const group = owner?.apiVersion.includes('/') ? `.${owner.apiVersion.split('/')[0]}` : '';
    return [
      owner === undefined ? NONE : `${owner.kind.toLowerCase()}${group}/${owner.name}`,
      revision,
      ageCell({ ...object, metadata }, now),
    ];
  },
);

const podTemplates = printer<{ template?: PodTemplate & { metadata?: { labels?: Record<string, string> } } }>(
  [
    column('Containers', 'Names of the containers.'),
    column('Images', 'Images of the containers.'),
    column('Pod Labels', 'Labels of the pods.'),
  ],
  ({ template }) => [...containerCells(template), labels(template?.metadata?.labels)],
);

export const workloadPrinters: Readonly<Record<string, TablePrinter>> = {
  'deployments.apps': deployments,
  'replicasets.apps': replicaSets,
  replicationcontrollers: replicaSets,
  'statefulsets.apps': statefulSets,
  'daemonsets.apps': daemonSets,
  'jobs.batch': jobs,
  'cronjobs.batch': cronJobs,
  'controllerrevisions.apps': controllerRevisions,
  podtemplates: podTemplates,
};
