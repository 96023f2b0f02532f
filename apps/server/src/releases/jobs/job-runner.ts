import { createHash } from 'node:crypto';
import type { HelmMajor, HelmOutcome, HelmRunOptions } from '@luban/extension-package/helm';
import { isStatusError, type KubeObject, type OwnerReference } from '@luban/kube';
import { INSTALL_PLANS, KUBESPHERE_LABELS } from '../../catalogue/objects.ts';
import { SECRETS } from '../../clusters/cluster-credentials.ts';
import type { ClusterHandle } from '../../clusters/cluster-registry.ts';
import { writeKubeconfig } from '../../clusters/kubeconfig.ts';
import { OWN_NAMESPACE } from '../../kube/own-namespace.ts';
import { Refusal } from '../../refusal.ts';
import { resolved } from '../cluster-kubeconfig.ts';
import { executorOf } from '../executor.ts';
import { NAMESPACES } from '../executor-rights.ts';
import { FILES } from '../helm-commands.ts';
import { getIfThere } from '../object-refs.ts';
import type { ReleaseCommand, ReleaseRunner } from '../release-runner.ts';
import type { ReleaseTarget } from '../releases.ts';
import { followJob, JobLost } from './follow-job.ts';
import {
  ACTION,
  CLUSTER,
  filesObject,
  HASH,
  JOBS,
  type JobObject,
  jobName,
  jobObject,
  labelsOf,
  MOUNT,
  RELEASE,
} from './job-objects.ts';

export interface JobRunnerOptions {
  host: ClusterHandle;
  /** Has helm. */
  image: string;
  /** Renders what needs no rights of the executor's pod, where there is a helm. */
  local: ReleaseRunner;
  hasLocal(): Promise<boolean>;
}

/** What a Secret may hold, less some room. */
const MOST_BYTES = 1_000_000;
const GONE_WITHIN = 30_000;

/**
 * Runs helm in Jobs of the host cluster, as KubeSphere does, so that a run outlives the server: the next one finds it again by
 * its release, and follows it to its end. A pod acts by the account of the executor, or by a token of it for another cluster.
 */
export class JobRunner implements ReleaseRunner {
  readonly #host: ClusterHandle;
  readonly #options: JobRunnerOptions;
  #major: Promise<HelmMajor> | undefined;

  constructor(options: JobRunnerOptions) {
    this.#host = options.host;
    this.#options = options;
  }

  actsAsLuban(): Promise<boolean> {
    return this.#options.hasLocal();
  }

  async run(target: ReleaseTarget, command: ReleaseCommand, options: HelmRunOptions): Promise<HelmOutcome> {
    const { local, hasLocal } = this.#options;
    if (command.action === 'render' && (await hasLocal())) return local.run(target, command, options);
    const major = await this.#majorOf(target, options);
    return this.#runJob(target, command, major, options);
  }

  async settle(target: ReleaseTarget, options: HelmRunOptions): Promise<void> {
    for (const job of await this.#active(target)) {
      if (job.metadata.annotations?.[ACTION] === 'render') continue;
      options.log(`following the Job ${job.metadata.name}, which is still running`);
      try {
        await this.#follow(target, job, options);
      } catch (error) {
        // However it ended, what it has brought about is looked at next.
        if (!(error instanceof JobLost) && !(error instanceof Refusal)) throw error;
      }
    }
  }

  async #runJob(
    target: ReleaseTarget,
    command: ReleaseCommand,
    major: HelmMajor,
    options: HelmRunOptions,
  ): Promise<HelmOutcome> {
    const isHere = target.cluster.isHost && command.actsAs === 'executor';
    const hasKubeconfig = command.actsAs === 'executor' && !isHere;
    const path = (file: string) => `${MOUNT}/${file}`;
    const args = command.args({ path, major, hasKubeconfig, impersonates: false, keepsOutput: true });
    const hash = hashOf(target, command, args);
    const known = await this.#knownJob(target, command, hash);
    if (known !== undefined) {
      options.log(`following the Job ${known.metadata.name}, which does the same`);
      return this.#follow(target, known, options);
    }
    const files = {
      ...command.files,
      ...(hasKubeconfig && { [FILES.kubeconfig]: await executorKubeconfig(target, options.limit) }),
    };
    const job = await this.#start(target, command, { args, hash, files, usesAccount: isHere, limit: options.limit });
    try {
      return await this.#follow(target, job, options);
    } finally {
      // A Job that goes on without this server still needs its files.
      if (!isStopped(options.signal)) await this.#tidyUp(job, command);
    }
  }

  /** @throws Refusal LB7513 when another run of the release goes on */
  async #knownJob(target: ReleaseTarget, { action }: ReleaseCommand, hash: string): Promise<JobObject | undefined> {
    if (action === 'render' || action === 'version') return undefined;
    const active = (await this.#active(target)).filter(({ metadata }) => metadata.annotations?.[ACTION] !== 'render');
    const same = active.find(({ metadata }) => metadata.annotations?.[HASH] === hash);
    if (same === undefined && active.length > 0) {
      const status = `helm ${active[0]!.metadata.annotations?.[ACTION] ?? ''}, Job ${active[0]!.metadata.name}`;
      throw new Refusal(409, 'LB7513', { release: target.name, cluster: target.cluster.name, status });
    }
    return same;
  }

  async #start(
    target: ReleaseTarget,
    command: ReleaseCommand,
    start: { args: string[]; hash: string; files: ReleaseCommand['files']; usesAccount: boolean; limit: number },
  ): Promise<JobObject> {
    const { image } = this.#options;
    const { files, usesAccount } = start;
    const size = Object.values(files).reduce((sum, content) => sum + Buffer.byteLength(content as string), 0);
    const place = { release: target.name, cluster: target.cluster.name };
    if (size > MOST_BYTES) throw new Refusal(413, 'LB7525', { ...place, size: Math.ceil(size / 1000) });
    const client = this.#host.connection.client();
    const isThere = usesAccount || (await getIfThere(client, { ...NAMESPACES, name: target.namespace })) !== undefined;
    // Whatever it does elsewhere, it does not need the namespace here.
    const namespace = isThere && command.actsAs === 'executor' ? target.namespace : OWN_NAMESPACE;
    const name = jobName(command);
    const owner = await this.#planOf(target);
    try {
      await this.#removeEnded(target, namespace);
      await client.create({ ...SECRETS, namespace }, filesObject(target, { name, namespace, files }));
      const made = jobObject(target, name, { ...start, image, namespace, command, ...(owner && { owner }) });
      const job = await client.create<JobObject>({ ...JOBS, namespace }, made);
      const ownerReferences = [{ apiVersion: 'batch/v1', kind: 'Job', name, uid: job.metadata.uid!, controller: true }];
      await client.patch({ ...SECRETS, namespace, name }, 'merge', { metadata: { ownerReferences } });
      return job;
    } catch (error) {
      if (!isStatusError(error)) throw error;
      throw new Refusal(
        502,
        'LB7523',
        { ...place, job: `${namespace}/${name}`, reason: error.message },
        { cause: error },
      );
    }
  }

  async #follow(target: ReleaseTarget, { metadata }: JobObject, options: HelmRunOptions): Promise<HelmOutcome> {
    const { signal, limit, log } = options;
    const job = { namespace: metadata.namespace!, name: metadata.name! };
    const time = AbortSignal.timeout(limit);
    try {
      return await followJob(this.#host, target, job, { signal: AbortSignal.any([signal, time]), log });
    } catch (error) {
      if (!signal.aborted && !time.aborted) throw error;
      if (!isStopped(signal)) await this.#end(job);
      return { code: null, stdout: '', stderr: '', ended: signal.aborted ? 'cancelled' : 'limit' };
    }
  }

  /** With its pod, and not before that is gone. */
  async #end(job: { namespace: string; name: string }): Promise<void> {
    const client = this.#host.connection.client();
    await client.delete({ ...JOBS, ...job }, { propagationPolicy: 'Foreground' }).catch(ifGone);
    const deadline = performance.now() + GONE_WITHIN;
    while (performance.now() < deadline && (await getIfThere(client, { ...JOBS, ...job })) !== undefined) {
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }

  async #tidyUp({ metadata }: JobObject, { action }: ReleaseCommand): Promise<void> {
    const client = this.#host.connection.client();
    const { namespace = '', name = '' } = metadata;
    await client.delete({ ...SECRETS, namespace, name }).catch(ifGone);
    // What it printed holds the Secrets of the release.
    if (action === 'render' || action === 'version') {
      await client.delete({ ...JOBS, namespace, name }, { propagationPolicy: 'Background' }).catch(ifGone);
    }
  }

  async #active(target: ReleaseTarget): Promise<JobObject[]> {
    const { [RELEASE]: release, [CLUSTER]: cluster, [KUBESPHERE_LABELS.extension]: extension } = labelsOf(target);
    const wanted = { [RELEASE]: release, [CLUSTER]: cluster, [KUBESPHERE_LABELS.extension]: extension };
    const labelSelector = Object.entries(wanted)
      .map(([key, value]) => `${key}=${value}`)
      .join(',');
    const { items } = await this.#host.connection.client().list<JobObject>(JOBS, { labelSelector });
    return items.filter((job) => !hasEnded(job) && job.metadata.deletionTimestamp === undefined);
  }

  /** The last one of each release stays, for its log. */
  async #removeEnded({ extension, name, cluster }: ReleaseTarget, namespace: string): Promise<void> {
    const client = this.#host.connection.client();
    const labelSelector = `${KUBESPHERE_LABELS.extension}=${extension},${RELEASE}=${name},${CLUSTER}=${cluster.name}`;
    const { items } = await client.list<JobObject>(JOBS, { namespace, labelSelector });
    for (const job of items.filter(hasEnded)) {
      const ref = { ...JOBS, namespace, name: job.metadata.name! };
      await client.delete(ref, { propagationPolicy: 'Background' }).catch(ifGone);
    }
  }

  async #planOf({ extension }: ReleaseTarget): Promise<OwnerReference | undefined> {
    const client = this.#host.connection.client();
    const plan = await getIfThere<KubeObject>(client, { ...INSTALL_PLANS, name: extension });
    const { uid } = plan?.metadata ?? {};
    if (plan === undefined || uid === undefined) return undefined;
    return { apiVersion: plan.apiVersion, kind: plan.kind, name: extension, uid };
  }

  /** Asked once: the image does not change while the server runs. */
  #majorOf(target: ReleaseTarget, options: HelmRunOptions): Promise<HelmMajor> {
    this.#major ??= this.#askMajor(target, options).catch((error: unknown) => {
      this.#major = undefined;
      throw error;
    });
    return this.#major;
  }

  async #askMajor(target: ReleaseTarget, { signal, limit }: HelmRunOptions): Promise<HelmMajor> {
    const command: ReleaseCommand = {
      ...{ action: 'version', actsAs: 'nobody', release: target.name, namespace: OWN_NAMESPACE, files: {} },
      args: () => ['version', '--template', '{{.Version}}'],
    };
    const { code, stdout } = await this.#runJob(target, command, 3, { signal, limit, log() {} });
    const major = Number(/^v(\d+)\./m.exec(stdout)?.[1]);
    if (code === 0 && (major === 3 || major === 4)) return major;
    signal.throwIfAborted();
    throw new Refusal(503, 'LB7502', { path: this.#options.image, reason: stdout.trim().slice(0, 200) || '–' });
  }
}

/** A replica that ceases to lead leaves its Jobs to the next one. */
const isStopped = ({ aborted, reason }: AbortSignal): boolean =>
  aborted && typeof reason === 'object' && reason !== null && 'reason' in reason && reason.reason === 'stopped';

const hasEnded = ({ status }: JobObject): boolean =>
  status?.conditions?.some((one) => /^(?:Complete|Failed)$/.test(one.type) && one.status === 'True') ?? false;

function hashOf(
  { cluster }: ReleaseTarget,
  { action, release, files }: ReleaseCommand,
  args: readonly string[],
): string {
  const hash = createHash('sha256').update(JSON.stringify([cluster.name, action, release, args]));
  for (const name of Object.keys(files).sort()) hash.update(`\n${name}\n`).update(files[name]!);
  return hash.digest('hex').slice(0, 16);
}

/** Nothing of LuBan's own credentials goes into the pod: a token of the executor's, for as long as the run may last. */
async function executorKubeconfig(target: ReleaseTarget, limit: number): Promise<string> {
  const { cluster, namespace } = target;
  const expirationSeconds = Math.max(600, Math.ceil(limit / 1000) + 300);
  const { status } = await cluster.connection
    .client()
    .json<{ status: { token: string } }>(
      'POST',
      `/api/v1/namespaces/${namespace}/serviceaccounts/${executorOf(target).account}/token`,
      { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', metadata: {}, spec: { expirationSeconds } },
    );
  const { server, ca, serverName } = await resolved(cluster.connection.endpoint);
  return writeKubeconfig(cluster.name, { server, ca, serverName, token: status.token });
}

function ifGone(error: unknown): void {
  if (!isStatusError(error, 'NotFound')) throw error;
}
