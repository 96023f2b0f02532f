import { Refusal } from '../../refusal.ts';
import type {
  ObjectRef,
  ReleaseSpec,
  ReleaseState,
  Releases,
  ReleaseTarget,
  Remainder,
  RenderedRelease,
  RunOptions,
} from '../../releases/releases.ts';

interface Revision {
  number: number;
  status: ReleaseState['status'];
  version: string;
  values: string;
  whole: boolean;
  description: string;
}

export interface PretendReleasesOptions {
  /** Called before and after each change. May throw, as when the server ends there. */
  onChange?(): Promise<void> | void;
}

/** What there is of helm in clusters, whichever server works with it. */
export class PretendHelm {
  readonly releases = new Map<string, Revision[]>();
  /** Namespaces and rights that were prepared. */
  readonly prepared = new Map<string, number>();
  /** Makes `apply` of a version fail, for a release. */
  readonly broken = new Map<string, Set<string>>();
  /** Releases whose runs never end by themselves. */
  readonly hanging = new Set<string>();
  /** Releases that helm cannot remove but by force. */
  readonly stuck = new Set<string>();
  /** Calls by name, for what was asked. */
  readonly calls: string[] = [];

  /** In force; undefined: nothing is, or only half of it. */
  version(name: string, cluster = 'host'): string | undefined {
    const newest = this.releases.get(`${cluster}/${name}`)?.[0];
    return newest?.status === 'deployed' ? newest.version : undefined;
  }

  values(name: string, cluster = 'host'): string | undefined {
    return this.releases.get(`${cluster}/${name}`)?.[0]?.values;
  }
}

const keyOf = ({ cluster, name }: ReleaseTarget) => `${cluster.name}/${name}`;

/** `Releases` with helm's states and none of its processes, so that a server can end at every point of a run. */
export class PretendReleases implements Releases {
  readonly #helm: PretendHelm;
  readonly #change: () => Promise<void> | void;

  constructor(helm: PretendHelm, { onChange = () => {} }: PretendReleasesOptions = {}) {
    this.#helm = helm;
    this.#change = onChange;
  }

  async state(target: ReleaseTarget): Promise<ReleaseState | undefined> {
    await answers(target);
    const revisions = this.#helm.releases.get(keyOf(target)) ?? [];
    const [newest] = revisions;
    if (newest === undefined) return undefined;
    const good = revisions.find(({ whole }) => whole);
    const { status, number: revision, version, description } = newest;
    return {
      ...{ status, revision, version, description },
      ...(good !== undefined && { lastGood: { revision: good.number, version: good.version } }),
    };
  }

  async prepare(target: ReleaseTarget): Promise<void> {
    await answers(target);
    await this.#change();
    this.#helm.prepared.set(keyOf(target), (this.#helm.prepared.get(keyOf(target)) ?? 0) + 1);
    await this.#change();
  }

  async render({ signal }: ReleaseSpec & { signal?: AbortSignal }): Promise<RenderedRelease> {
    signal?.throwIfAborted();
    return { manifest: '', objects: [] };
  }

  async manifest(): Promise<RenderedRelease | undefined> {
    return undefined;
  }

  async apply(spec: ReleaseSpec, { signal, log }: RunOptions): Promise<{ revision: number; objects: ObjectRef[] }> {
    await answers(spec);
    const key = keyOf(spec);
    this.#helm.calls.push(`apply ${key} ${spec.package.metadata.version}`);
    const before = this.#helm.releases.get(key) ?? [];
    if (before[0]?.status.startsWith('pending')) throw new Refusal(409, 'LB7513', { release: spec.name });
    await this.#change();
    const revision = this.#begin(spec, before.length === 0 ? 'pending-install' : 'pending-upgrade', {
      version: spec.package.metadata.version,
      values: spec.values,
    });
    log(`applying ${spec.name}`);
    await this.#change();
    await this.#hang(key, signal);
    if (this.#helm.broken.get(key)?.has(revision.version)) {
      revision.status = 'failed';
      throw new Refusal(502, 'LB7501', { release: spec.name });
    }
    this.#deployed(key, revision, 'complete');
    await this.#change();
    return { revision: revision.number, objects: [] };
  }

  async rollback(target: ReleaseTarget, number: number, { signal }: RunOptions): Promise<void> {
    await answers(target);
    const key = keyOf(target);
    this.#helm.calls.push(`rollback ${key} ${number}`);
    const to = this.#helm.releases.get(key)?.find((revision) => revision.number === number);
    if (to === undefined) throw new Refusal(502, 'LB7501', { release: target.name });
    await this.#change();
    const revision = this.#begin(target, 'pending-rollback', to);
    await this.#change();
    await this.#hang(key, signal);
    this.#deployed(key, revision, `Rollback to ${number}`);
    await this.#change();
  }

  async uninstall(target: ReleaseTarget, { signal, force }: RunOptions & { force?: boolean }): Promise<void> {
    await answers(target);
    const key = keyOf(target);
    this.#helm.calls.push(`uninstall ${key}${force ? ' by force' : ''}`);
    const [newest] = this.#helm.releases.get(key) ?? [];
    if (newest === undefined) return;
    await this.#change();
    newest.status = 'uninstalling';
    await this.#change();
    if (!force) {
      await this.#hang(key, signal);
      if (this.#helm.stuck.has(key)) throw new Refusal(502, 'LB7501', { release: target.name });
    }
    this.#helm.releases.delete(key);
    await this.#change();
  }

  async recover(target: ReleaseTarget, options: RunOptions): Promise<ReleaseState | undefined> {
    const state = await this.state(target);
    if (state === undefined || state.status === 'deployed') return state;
    if (state.lastGood !== undefined) await this.rollback(target, state.lastGood.revision, options);
    else await this.uninstall(target, { ...options, force: true });
    return this.state(target);
  }

  async remains(target: ReleaseTarget): Promise<Remainder[]> {
    await answers(target);
    if (!this.#helm.prepared.has(keyOf(target))) return [];
    const { namespace, cluster } = target;
    const at = { apiVersion: 'v1', cluster: cluster.name };
    return [
      { ...at, kind: 'ServiceAccount', namespace, name: `helm-executor.${target.extension}`, why: 'rights' },
      { ...at, kind: 'Namespace', name: namespace, why: 'namespace', inUse: 0 },
      { ...at, kind: 'PersistentVolumeClaim', namespace, name: 'data', why: 'volume' },
    ];
  }

  async purge(_target: ReleaseTarget, items: readonly ObjectRef[]): Promise<{ item: ObjectRef; reason: string }[]> {
    this.#helm.calls.push(`purge ${items.map(({ kind }) => kind).join(' ')}`);
    return [];
  }

  #begin(
    target: ReleaseTarget,
    status: ReleaseState['status'],
    { version, values }: Pick<Revision, 'version' | 'values'>,
  ) {
    const key = keyOf(target);
    const revisions = this.#helm.releases.get(key) ?? [];
    const number = (revisions[0]?.number ?? 0) + 1;
    const revision: Revision = { number, status, version, values, whole: false, description: '' };
    this.#helm.releases.set(key, [revision, ...revisions]);
    return revision;
  }

  #deployed(key: string, revision: Revision, description: string): void {
    for (const older of this.#helm.releases.get(key) ?? [])
      if (older.status === 'deployed') older.status = 'superseded';
    revision.status = 'deployed';
    revision.whole = true;
    revision.description = description;
  }

  async #hang(key: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (!this.#helm.hanging.has(key)) return;
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
  }
}

/** As every real run does: asks the cluster something first. */
async function answers({ cluster }: ReleaseTarget): Promise<void> {
  await cluster.connection.client().json('GET', '/version');
}
