import type { HelmCommand, HelmPlace } from '@luban/extension-package/helm';

/** Revisions that helm keeps: the one in force, the one before, and some that failed. */
const HISTORY = '5';

export const FILES = {
  chart: 'chart.tgz',
  values: 'values.yaml',
  injected: 'injected.json',
  kubeconfig: 'kubeconfig',
} as const;

interface Names {
  release: string;
  namespace: string;
}

/** Who helm acts as; absent: whoever the kubeconfig is of. */
export interface Acting {
  as?: string;
}

interface Waiting extends Acting {
  /** Milliseconds. */
  timeout: number;
}

/** Rendered by the cluster's own capabilities, and compared with what is there. Prints the release as JSON. */
export function dryRun({ release, namespace }: Names, acting: Acting): HelmCommand['args'] {
  return (place) => [
    ...['upgrade', release, place.path(FILES.chart), '--install', '--dry-run=server', '--output', 'json'],
    ...values(place),
    ...common(place, namespace, acting),
  ];
}

/** Rendered without comparing it, for charts whose kinds are not there yet. Prints YAML, with the definitions. */
export function template(
  { release, namespace }: Names,
  acting: Acting,
  cluster: { kubeVersion: string; apiVersions: readonly string[]; isUpgrade: boolean; isAsked: boolean },
): HelmCommand['args'] {
  const { kubeVersion, apiVersions, isUpgrade, isAsked } = cluster;
  return (place) => [
    ...['template', release, place.path(FILES.chart), '--include-crds'],
    // What templates look up is nothing otherwise, as at a first installation. Helm 4 would compare the objects as well.
    ...(isAsked && place.major === 3 ? ['--dry-run=server'] : []),
    ...['--kube-version', kubeVersion, ...apiVersions.flatMap((version) => ['--api-versions', version])],
    ...(isUpgrade ? ['--is-upgrade'] : []),
    ...values(place),
    ...(isAsked ? common(place, namespace, acting) : ['--namespace', namespace]),
  ];
}

/** Rendered without a cluster. */
export function local({ release, namespace }: Names): HelmCommand['args'] {
  return (place) => ['template', release, place.path(FILES.chart), '--namespace', namespace];
}

export function upgrade({ release, namespace }: Names, waiting: Waiting): HelmCommand['args'] {
  return (place) => [
    ...['upgrade', release, place.path(FILES.chart), '--install', '--history-max', HISTORY],
    // What one major version applied, the other can go on with.
    ...(place.major >= 4 ? ['--server-side=false'] : []),
    ...values(place),
    ...waits(place, waiting.timeout),
    ...common(place, namespace, waiting),
    ...verbose(place),
  ];
}

export function rollback(
  { release, namespace }: Names,
  revision: number,
  { hooks, ...waiting }: Waiting & { hooks: boolean },
): HelmCommand['args'] {
  return (place) => [
    ...['rollback', release, String(revision), '--history-max', HISTORY],
    ...(place.major >= 4 ? ['--server-side=false'] : []),
    ...(hooks ? [] : ['--no-hooks']),
    ...waits(place, waiting.timeout),
    ...common(place, namespace, waiting),
    ...verbose(place),
  ];
}

export function uninstall({ release, namespace }: Names, waiting: Waiting): HelmCommand['args'] {
  return (place) => [
    ...['uninstall', release, '--ignore-not-found'],
    ...(place.major >= 4 ? ['--wait=legacy'] : ['--wait']),
    ...['--timeout', seconds(waiting.timeout)],
    ...common(place, namespace, waiting),
    ...verbose(place),
  ];
}

const values = (place: HelmPlace) => [
  ...['--values', place.path(FILES.values)],
  // The last one prevails.
  ...['--values', place.path(FILES.injected)],
];

/** Helm 4 would watch, which needs rights that packages written for helm 3 do not ask for. */
const waits = ({ major }: HelmPlace, timeout: number) => [
  ...[major >= 4 ? '--wait=legacy' : '--wait', '--wait-for-jobs'],
  ...['--timeout', seconds(timeout)],
];

const common = (place: HelmPlace, namespace: string, { as }: Acting) => [
  ...['--namespace', namespace],
  ...(place.hasKubeconfig ? ['--kubeconfig', place.path(FILES.kubeconfig)] : []),
  ...(as !== undefined && place.impersonates ? ['--kube-as-user', as] : []),
];

/** Says what it does. To standard output it writes all objects then, Secrets too, which must not get into the log of a pod. */
const verbose = ({ keepsOutput }: HelmPlace) => (keepsOutput ? [] : ['--debug']);

const seconds = (milliseconds: number) => `${Math.max(1, Math.round(milliseconds / 1000))}s`;
