import type { ExtensionPackage } from '@luban/extension-package';
import type { KubeObject } from '@luban/kube';
import type { Problem } from '@luban/manifest';
import type { InstallPlanObject } from '../../catalogue/objects.ts';
import type { StoredArchive } from '../../catalogue/packages.ts';
import type { ClusterHandle, ClusterRegistry } from '../../clusters/cluster-registry.ts';
import { isReachable } from '../../installation/engine.ts';
import { type Placement, placementOf } from '../../installation/placement.ts';
import { agentTarget, defaultNamespace, hostTarget } from '../../installation/plan.ts';
import { problem, problemOf } from '../../installation/problems.ts';
import { effectiveValues } from '../../installation/values.ts';
import { isMadeFor, NAMESPACES } from '../../releases/executor-rights.ts';
import { getIfThere } from '../../releases/object-refs.ts';
import type { Releases, ReleaseTarget, RenderedRelease } from '../../releases/releases.ts';

export interface ReleasePreviewsOptions {
  clusters: ClusterRegistry;
  releases: Releases;
  /** Labels of a cluster's object. */
  labelsOf(cluster: string): Readonly<Record<string, string>>;
}

/** One release as it is, and as it would be. */
export interface ReleasePreview {
  /** Absent: the host part. */
  cluster?: string;
  before?: RenderedRelease;
  after?: RenderedRelease;
}

export interface PreviewedReleases {
  releases: ReleasePreview[];
  /** Why a part cannot be rendered. */
  blocking: Problem[];
  warnings: Problem[];
}

interface Planned {
  plan: InstallPlanObject;
  /** As it is; absent: not installed. */
  current?: InstallPlanObject;
  package: ExtensionPackage;
  archive: StoredArchive;
  signal: AbortSignal;
}

/** Agents that are rendered; they hardly differ. */
const MOST_AGENTS = 5;

/** Renders what a plan would apply, by the real helm, beside what is applied. */
export class ReleasePreviews {
  readonly #options: ReleasePreviewsOptions;

  constructor(options: ReleasePreviewsOptions) {
    this.#options = options;
  }

  /** @throws the reason of the signal, nothing else */
  async of(planned: Planned): Promise<PreviewedReleases> {
    const { plan, signal } = planned;
    const extension = plan.metadata.name!;
    const found: PreviewedReleases = { releases: [], blocking: [], warnings: [] };
    const { clusters } = this.#options;
    const namespace = namespaceOf(planned);
    const host = hostTarget(extension, namespace, clusters.host);
    await this.#add(found, planned, { target: host, part: 'extension', values: () => plan.spec?.config ?? '' });
    found.warnings.push(...(await this.#namespaceOfOthers(planned, namespace)));
    for (const handle of this.#agents(planned, found)) {
      signal.throwIfAborted();
      const target = agentTarget(extension, namespace, handle);
      const override = plan.spec?.clusterScheduling?.overrides?.[handle.name];
      const values = () => effectiveValues(plan.spec?.config, override, handle.name);
      await this.#add(found, planned, { target, part: 'agent', values });
    }
    return found;
  }

  async #add(
    found: PreviewedReleases,
    { package: pkg, archive, signal }: Planned,
    { target, part, values }: { target: ReleaseTarget; part: 'extension' | 'agent'; values: () => string },
  ): Promise<void> {
    const { releases } = this.#options;
    const cluster = part === 'agent' ? target.cluster.name : undefined;
    const options = { signal, log() {} };
    try {
      const before = await releases.manifest(target);
      const spec = { ...target, part, package: pkg, archive: archive.path, values: values() };
      const after = pkg.chart.hasObjects ? await releases.render(spec, options) : undefined;
      found.releases.push({ ...(cluster !== undefined && { cluster }), before, after });
    } catch (error) {
      signal.throwIfAborted();
      const reason = problemOf(error, 'dry-run', target.extension);
      found.blocking.push(cluster === undefined ? reason : { ...reason, params: { ...reason.params, cluster } });
    }
  }

  /** A namespace that is there already, and not for this extension: told before somebody agrees to it. */
  async #namespaceOfOthers({ plan, current, package: pkg }: Planned, namespace: string): Promise<Problem[]> {
    const extension = plan.metadata.name!;
    const isTold = pkg.warnings.some(({ code }) => code === 'LB7144');
    if (isTold || current?.status?.version || !pkg.chart.hasObjects) return [];
    const { host } = this.#options.clusters;
    const found = await getIfThere<KubeObject>(host.connection.client(), { ...NAMESPACES, name: namespace }).catch(
      () => undefined,
    );
    if (found === undefined || isMadeFor(found, extension)) return [];
    return [problem('LB7144', { file: 'extension.yaml', field: 'namespace', found: namespace }, extension)];
  }

  #agents({ plan, package: pkg }: Planned, found: PreviewedReleases): ClusterHandle[] {
    if (pkg.metadata.installationMode !== 'Multicluster') return [];
    const { clusters, labelsOf } = this.#options;
    const extension = plan.metadata.name!;
    const known = clusters.list().map(({ name }) => ({ name, labels: labelsOf(name) }));
    let placement: Placement;
    try {
      placement = placementOf(plan, known, (name) => clusters.get(name) !== undefined);
    } catch (error) {
      found.blocking.push(problemOf(error, 'check', extension));
      return [];
    }
    found.warnings.push(...placement.unknown.map((cluster) => problem('LB7418', { cluster }, extension)));
    const handles = placement.clusters.map((name) => clusters.get(name)!);
    for (const { name, health } of handles.filter((handle) => !isReachable(handle))) {
      found.warnings.push(problem('LB7419', { cluster: name, reason: health.reason ?? '' }, extension));
    }
    return handles.filter(isReachable).slice(0, MOST_AGENTS);
  }
}

/** Helm cannot move a release: what is installed stays where it is. */
function namespaceOf({ plan, current, package: pkg }: Planned): string {
  const { version, targetNamespace } = current?.status ?? {};
  return (version ? targetNamespace : pkg.metadata.namespace) || defaultNamespace(plan.metadata.name!);
}
