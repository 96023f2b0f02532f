/** As much of a Job controller and a kubelet as Jobs of helm need: their pods are processes of this machine. */
import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { duplexPair } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { isStatusError, type KubeObject } from '@luban/kube';
import { noDialer } from '@luban/kube-apiserver';
import { writeKubeconfig } from '../../clusters/kubeconfig.ts';
import type { TestCluster } from '../../test-support/test-clusters.ts';
import { JOBS, type JobObject, MOUNT, PODS } from '../jobs/job-objects.ts';

interface PodSpec {
  serviceAccountName?: string;
  automountServiceAccountToken?: boolean;
  containers: { args: string[]; image: string }[];
  volumes: { secret?: { secretName: string } }[];
}

interface Running {
  child?: ChildProcess;
  log: string;
  isOver: boolean;
  changed: EventEmitter;
}

export interface JobKubelet extends AsyncDisposable {
  /** Jobs so far, with the arguments of their containers. */
  readonly started: { job: JobObject; args: string[]; files: string[] }[];
  /** Images that cannot be pulled. */
  readonly missingImages: Set<string>;
  /** Milliseconds before the program of a pod starts. */
  delay: number;
}

/** @param helm path of the program that stands for the image */
export function jobKubelet({ api, endpoint }: TestCluster, helm: string): JobKubelet {
  const client = api.client;
  const pods = new Map<string, Running>();
  const seen = new Set<string>();
  const started: JobKubelet['started'] = [];
  const missingImages = new Set<string>();
  const end = new AbortController();
  const kubelet: JobKubelet = {
    started,
    missingImages,
    delay: 0,
    async [Symbol.asyncDispose]() {
      end.abort();
      for (const { child } of pods.values()) child?.kill('SIGKILL');
      await looping;
    },
  };
  const server = createServer((request, response) => {
    const [, , namespace, name] = (request.url ?? '').split('?')[0]!.split('/');
    const running = pods.get(`${namespace}/${name}`);
    if (running === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'text/plain' });
    let sent = 0;
    const send = () => {
      response.write(running.log.slice(sent));
      sent = running.log.length;
      if (running.isOver || !request.url!.includes('follow')) response.end();
    };
    running.changed.on('change', send);
    response.on('close', () => running.changed.off('change', send));
    send();
  });
  api.server.setDialer({
    ...noDialer,
    kubelet() {
      const [near, far] = duplexPair();
      server.emit('connection', far);
      return near;
    },
  });

  const setStatus = (ref: object, status: object) =>
    client.patch({ ...ref, subresource: 'status' } as never, 'merge', { status }).catch(ifGone);

  async function runJob(job: JobObject): Promise<void> {
    const { namespace = '', name = '', uid = '' } = job.metadata;
    const template = job.spec?.template as { metadata: object; spec: PodSpec };
    const [container] = template.spec.containers;
    const podName = `${name}-${Math.random().toString(36).slice(2, 7)}`;
    const labels = { ...(template.metadata as { labels: object }).labels, 'job-name': name };
    const ownerReferences = [
      { apiVersion: 'batch/v1', kind: 'Job', name, uid, controller: true, blockOwnerDeletion: true },
    ];
    const running: Running = { log: '', isOver: false, changed: new EventEmitter() };
    pods.set(`${namespace}/${podName}`, running);
    await client.create({ ...PODS, namespace }, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: podName, namespace, labels, ownerReferences },
      spec: { ...template.spec, nodeName: 'node-1' },
    } as KubeObject);
    const podRef = { ...PODS, namespace, name: podName };
    const status = (phase: string, state: object) =>
      setStatus(podRef, {
        phase,
        containerStatuses: [
          { name: 'helm', image: container!.image, imageID: '', ready: false, restartCount: 0, state },
        ],
      });
    await setStatus({ ...JOBS, namespace, name }, { active: 1 });
    if (missingImages.has(container!.image)) {
      await status('Pending', { waiting: { reason: 'InvalidImageName', message: 'no such image' } });
      return;
    }
    const folder = await mkdtemp(join(tmpdir(), 'luban-pod-'));
    try {
      const files = await mount(folder, namespace, template.spec);
      const args = container!.args.map((arg) => arg.replaceAll(MOUNT, folder));
      started.push({ job, args: container!.args, files });
      await sleep(kubelet.delay);
      running.child = spawn(helm, args, {
        cwd: folder,
        env: { HOME: join(folder, 'home'), TZ: 'UTC', PATH: '', KUBECONFIG: join(folder, 'in-cluster') },
      });
      for (const stream of [running.child.stdout!, running.child.stderr!]) {
        stream.on('data', (chunk: Buffer) => {
          running.log += chunk.toString();
          running.changed.emit('change');
        });
      }
      const closed = once(running.child, 'close') as Promise<[number | null]>;
      await status('Running', { running: { startedAt: new Date().toISOString() } });
      const [code] = await closed;
      const exitCode = code ?? 143;
      await status(exitCode === 0 ? 'Succeeded' : 'Failed', {
        terminated: { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error' },
      });
      running.isOver = true;
      running.changed.emit('change');
      const condition = exitCode === 0 ? { type: 'Complete' } : { type: 'Failed', reason: 'BackoffLimitExceeded' };
      await setStatus({ ...JOBS, namespace, name }, { active: 0, conditions: [{ ...condition, status: 'True' }] });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async function mount(folder: string, namespace: string, spec: PodSpec): Promise<string[]> {
    const secret = spec.volumes.find((volume) => volume.secret !== undefined)!.secret!.secretName;
    const { data = {} } = await client.get<KubeObject & { data?: Record<string, string> }>({
      ...{ group: '', version: 'v1', resource: 'secrets', namespace, name: secret },
    });
    for (const [file, content] of Object.entries(data)) {
      await writeFile(join(folder, file), Buffer.from(content, 'base64'));
    }
    await mkdir(join(folder, 'home'));
    if (spec.automountServiceAccountToken) {
      const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${spec.serviceAccountName}/token`;
      const { status } = await client.json<{ status: { token: string } }>('POST', path, {
        ...{ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
      });
      const kubeconfig = writeKubeconfig('in-cluster', {
        server: endpoint.server,
        ca: endpoint.ca,
        token: status.token,
      });
      await writeFile(join(folder, 'in-cluster'), kubeconfig);
    }
    return Object.keys(data).sort();
  }

  async function loop(): Promise<void> {
    while (!end.signal.aborted) {
      const { items } = await client.list<JobObject>(JOBS);
      for (const job of items) {
        if (seen.has(job.metadata.uid!)) continue;
        seen.add(job.metadata.uid!);
        void runJob(job).catch((error: unknown) => api.errors.push(error));
      }
      for (const { metadata } of (await client.list(PODS)).items) {
        if (metadata.deletionTimestamp === undefined) continue;
        const { namespace = '', name = '' } = metadata;
        pods.get(`${namespace}/${name}`)?.child?.kill('SIGTERM');
        await client.delete({ ...PODS, namespace, name }, { gracePeriodSeconds: 0 }).catch(ifGone);
      }
      await sleep(50);
    }
  }
  const looping = loop();
  return kubelet;
}

function ifGone(error: unknown): void {
  if (!isStatusError(error) || error.code !== 404) throw error;
}
