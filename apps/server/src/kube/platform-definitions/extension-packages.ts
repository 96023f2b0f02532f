/** `kubesphere.io`: the catalogue of extensions and what of it is installed. */
import {
  conditions,
  fields,
  flag,
  integer,
  labelSelector,
  list,
  localized,
  map,
  oneOf,
  text,
  time,
} from './field-schemas.ts';
import { type PlatformKind, platformDefinition } from './platform-definition.ts';

const inGroup = (kind: Omit<PlatformKind, 'group' | 'version' | 'categories'>) =>
  platformDefinition({
    group: 'kubesphere.io',
    version: 'v1alpha1',
    categories: ['extensions'],
    served: true,
    ...kind,
  });

const information = {
  displayName: localized(),
  description: localized(),
  icon: text(),
  provider: map(fields({ name: text(), url: text(), email: text() })),
  created: time(),
};

/** How far one release is. */
const installation = {
  state: text(),
  configHash: text(),
  targetNamespace: text(),
  releaseName: text(),
  version: text(),
  jobName: text(),
  conditions: conditions(),
  stateHistory: list(fields({ state: text(), lastTransitionTime: time() }, 'state')),
};

export const EXTENSION_PACKAGES = [
  inGroup({
    kind: 'Extension',
    plural: 'extensions',
    fields: {
      spec: fields(information),
      status: fields({
        state: text(),
        enabled: flag(),
        plannedInstallVersion: text(),
        installedVersion: text(),
        recommendedVersion: text(),
        versions: list(fields({ version: text(), creationTimestamp: time() }, 'version')),
        conditions: conditions(),
        clusterSchedulingStatuses: map(fields(installation)),
      }),
    },
    columns: {
      State: '.status.state',
      Enabled: '.status.enabled',
      'Installed Version': '.status.installedVersion',
      'Recommended Version': '.status.recommendedVersion',
    },
  }),
  inGroup({
    kind: 'ExtensionVersion',
    plural: 'extensionversions',
    fields: {
      spec: fields({
        ...information,
        version: text(),
        keywords: list(text()),
        sources: list(text()),
        repository: text(),
        category: text(),
        kubeVersion: text(),
        ksVersion: text(),
        home: text(),
        docs: text(),
        digest: text(),
        screenshots: list(text()),
        chartDataRef: fields({ namespace: text(), name: text(), key: text() }, 'namespace', 'name', 'key'),
        chartURL: text(),
        namespace: text(),
        installationMode: oneOf('HostOnly', 'Multicluster'),
        externalDependencies: list(
          fields({ name: text(), type: text(), version: text(), required: flag() }, 'name', 'version'),
        ),
      }),
    },
    columns: { Version: '.spec.version', Mode: '.spec.installationMode', Repository: '.spec.repository' },
  }),
  inGroup({
    kind: 'InstallPlan',
    plural: 'installplans',
    fields: {
      spec: fields(
        {
          extension: fields({ name: text({ minLength: 1 }), version: text({ minLength: 1 }) }, 'name', 'version'),
          enabled: flag(),
          upgradeStrategy: { ...oneOf('Manual', 'Automatic'), default: 'Manual' },
          config: text(),
          clusterScheduling: fields({
            placement: fields({ clusters: list(text()), clusterSelector: labelSelector() }),
            overrides: map(text()),
          }),
        },
        'extension',
      ),
      status: fields({ ...installation, enabled: flag(), clusterSchedulingStatuses: map(fields(installation)) }),
    },
    columns: { State: '.status.state', Version: '.status.version', Enabled: '.spec.enabled' },
  }),
  inGroup({
    kind: 'Category',
    plural: 'categories',
    fields: { spec: fields({ displayName: localized(), description: localized(), icon: text() }) },
    columns: { Extensions: '.metadata.annotations.kubesphere\\.io/count' },
  }),
  inGroup({
    kind: 'Repository',
    plural: 'repositories',
    fields: {
      spec: fields({
        url: text(),
        description: text(),
        basicAuth: fields({ username: text(), password: text() }),
        updateStrategy: fields({ registryPoll: fields({ interval: text() }), timeout: text() }),
        caBundle: text(),
        insecure: flag(),
        depth: integer({ minimum: 0 }),
      }),
      status: fields({ lastSyncTime: time() }),
    },
    columns: { URL: '.spec.url', 'Last Sync': '.status.lastSyncTime' },
  }),
];
