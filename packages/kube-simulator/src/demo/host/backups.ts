import type { KubeObject } from '@luban/kube';
import { serviceAccount } from '../build/access.ts';
import { namespace } from '../build/configuration.ts';
import { container } from '../build/containers.ts';
import { conditions, definition, shape, text, time, truth, whole } from '../build/definitions.ts';
import { hoursAgo } from '../build/hours-ago.ts';
import { inNamespace, type Theme, theme } from '../build/theme.ts';
import { deployment } from '../build/workloads.ts';

const GROUP = 'demo.luban.dev';

/** Kinds of the company's own: a namespaced one with rules and a scale, and one for the whole cluster. */
export function backups(): Theme {
  return theme('backups', [
    namespace('backup', { workspace: 'system-workspace', description: 'Copies of what must not be lost' }),
    backupDefinition(),
    siteDefinition(),
    site('frankfurt', 'eu-central', 1, 'Online'),
    site('singapore', 'ap-southeast', 2, 'Online'),
    site('basement', 'office', 3, 'Unreachable'),
    ...inNamespace('backup', [
      serviceAccount('backup-operator'),
      deployment('backup-operator', {
        containers: [
          container('operator', 'registry.example.com/platform/backup-operator:0.7.2', { cpu: '25m', memory: '64Mi' }),
        ],
        pod: { serviceAccountName: 'backup-operator' },
      }),
    ]),
    ...inNamespace('shop', [
      backup('catalog-db', { schedule: '0 */4 * * *', workers: 2, phase: 'Completed', size: '18.4Gi' }),
      backup('cart-redis', { schedule: '15 * * * *', workers: 1, phase: 'Running' }),
    ]),
    ...inNamespace('payments', [
      backup('ledger-db', {
        schedule: '*/30 * * * *',
        workers: 3,
        phase: 'Failed',
        reason: 'The site basement cannot be reached.',
      }),
    ]),
  ]);
}

function backupDefinition(): KubeObject {
  return definition({
    group: GROUP,
    kind: 'Backup',
    plural: 'backups',
    shortNames: ['bk'],
    categories: ['all'],
    version: 'v1alpha1',
    spec: shape(
      {
        'source!': shape({
          'kind!': text({ enum: ['StatefulSet', 'PersistentVolumeClaim'] }),
          'name!': text({ minLength: 1 }),
        }),
        'schedule!': text({ minLength: 9, maxLength: 100, description: 'When copies are made, as for a CronJob.' }),
        workers: whole({ minimum: 0, maximum: 10, default: 1 }),
        retention: shape(
          { daily: whole({ minimum: 0, default: 7 }), weekly: whole({ minimum: 0, default: 4 }) },
          { default: {} },
        ),
        suspend: truth({ default: false }),
        site: text({ description: 'Name of the Site that keeps the copies.' }),
      },
      {
        'x-kubernetes-validations': [
          {
            rule: 'self.retention.daily + self.retention.weekly > 0',
            message: 'a backup that keeps no copies is none: daily or weekly must be above 0',
          },
          { rule: 'self.source == oldSelf.source', message: 'the source of a backup cannot change' },
        ],
      },
    ),
    status: shape({
      phase: text({ enum: ['Pending', 'Running', 'Completed', 'Failed'] }),
      workers: whole(),
      selector: text(),
      size: text(),
      lastSuccess: time(),
      conditions: conditions(),
    }),
    scale: {
      specReplicasPath: '.spec.workers',
      statusReplicasPath: '.status.workers',
      labelSelectorPath: '.status.selector',
    },
    columns: {
      Source: '.spec.source.name',
      Schedule: '.spec.schedule',
      Phase: '.status.phase',
      Size: '.status.size',
      'Last Success': '.status.lastSuccess date',
      Age: '.metadata.creationTimestamp date',
    },
  });
}

function siteDefinition(): KubeObject {
  return definition({
    group: GROUP,
    kind: 'Site',
    plural: 'sites',
    scope: 'Cluster',
    version: 'v1alpha1',
    spec: shape({ 'region!': text(), tier: whole({ minimum: 1, maximum: 3, default: 2 }) }),
    status: shape({ phase: text(), conditions: conditions() }),
    columns: { Region: '.spec.region', Tier: '.spec.tier integer', Phase: '.status.phase' },
  });
}

function backup(
  name: string,
  options: { schedule: string; workers: number; phase: string; size?: string; reason?: string },
): KubeObject {
  const { schedule, workers, phase, size, reason } = options;
  const failed = reason !== undefined;
  return {
    apiVersion: `${GROUP}/v1alpha1`,
    kind: 'Backup',
    metadata: { name },
    spec: { source: { kind: 'StatefulSet', name }, schedule, workers, site: failed ? 'basement' : 'frankfurt' },
    status: {
      phase,
      workers,
      selector: `demo.luban.dev/backup=${name}`,
      ...(size !== undefined && { size, lastSuccess: hoursAgo(2) }),
      conditions: [
        {
          type: 'Ready',
          status: failed ? 'False' : 'True',
          reason: failed ? 'SiteUnreachable' : 'Scheduled',
          message: reason ?? 'The next copy is scheduled.',
          lastTransitionTime: hoursAgo(2),
        },
      ],
    },
  };
}

function site(name: string, region: string, tier: number, phase: string): KubeObject {
  return {
    apiVersion: `${GROUP}/v1alpha1`,
    kind: 'Site',
    metadata: { name },
    spec: { region, tier },
    status: { phase },
  };
}
