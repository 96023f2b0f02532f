import {
  badRequest,
  isStatusError,
  matchesLabels,
  notFound,
  parseLabelSelector,
  type Status,
  timestamp,
  unknownResource,
} from '@luban/kube';
import type { Node } from '@luban/kube/kinds';
import type { SimulatedRequest, SimulatedResponse } from '../images/profile.ts';
import type { SimulatedCluster } from '../kubelet/simulated-cluster.ts';
import type { SimulatedPod } from '../kubelet/simulated-pod.ts';
import { hashOf } from '../support/random.ts';
import { type MetricsAnswer, metricsTable } from './metrics-table.ts';

const GROUP_VERSION = 'metrics.k8s.io/v1beta1';
const RESOURCES = {
  kind: 'APIResourceList',
  apiVersion: 'v1',
  groupVersion: GROUP_VERSION,
  resources: [
    { name: 'nodes', singularName: '', namespaced: false, kind: 'NodeMetrics', verbs: ['get', 'list'] },
    { name: 'pods', singularName: '', namespaced: true, kind: 'PodMetrics', verbs: ['get', 'list'] },
  ],
};
const GROUP = {
  kind: 'APIGroup',
  apiVersion: 'v1',
  name: 'metrics.k8s.io',
  versions: [{ groupVersion: GROUP_VERSION, version: 'v1beta1' }],
  preferredVersion: { groupVersion: GROUP_VERSION, version: 'v1beta1' },
};

export interface MetricsApiOptions {
  cluster: SimulatedCluster;
  nodes(): Iterable<Node>;
  now(): number;
}

/** The aggregated API metrics.k8s.io as metrics-server serves it, with simulated numbers. */
export class MetricsApi {
  readonly #options: MetricsApiOptions;

  constructor(options: MetricsApiOptions) {
    this.#options = options;
  }

  async respond(request: SimulatedRequest): Promise<SimulatedResponse> {
    try {
      const answer = this.#answer(new URL(request.url, 'http://metrics'));
      const wantsTable = request.headers.accept?.includes('as=Table') && isMetrics(answer);
      return json(200, wantsTable ? metricsTable(answer) : answer);
    } catch (error) {
      if (!isStatusError(error)) throw error;
      return json(error.code, error.status);
    }
  }

  #answer(url: URL): unknown {
    if (url.pathname === '/healthz' || url.pathname === '/readyz' || url.pathname === '/livez') return { status: 'ok' };
    const segments = url.pathname.split('/').slice(1).map(decodeURIComponent);
    if (segments[0] !== 'apis') throw unknownResource();
    if (segments.length === 1) return { kind: 'APIGroupList', apiVersion: 'v1', groups: [GROUP] };
    if (segments[1] !== 'metrics.k8s.io') throw unknownResource();
    if (segments.length === 2) return GROUP;
    if (segments[2] !== 'v1beta1') throw unknownResource();
    const [first, second, third, fourth] = segments.slice(3);
    if (first === undefined || first === '') return RESOURCES;
    const matches = selectorOf(url.searchParams);
    if (first === 'nodes') return this.#nodes(second, matches);
    if (first === 'pods' && second === undefined) return this.#pods(undefined, undefined, matches);
    if (first === 'namespaces' && second !== undefined && third === 'pods') return this.#pods(second, fourth, matches);
    throw unknownResource();
  }

  #nodes(name: string | undefined, matches: Matches): unknown {
    const nodes = [...this.#options.nodes()].filter((node) => this.#options.cluster.hasNode(node.metadata.name ?? ''));
    if (name !== undefined) {
      const node = nodes.find(({ metadata }) => metadata.name === name);
      if (node === undefined) throw notFound({ group: 'metrics.k8s.io', resource: 'nodes' }, name);
      return this.#node(node);
    }
    return this.#list(
      'NodeMetricsList',
      nodes.filter(({ metadata }) => matches(metadata.labels)).map((node) => this.#node(node)),
    );
  }

  #pods(namespace: string | undefined, name: string | undefined, matches: Matches): unknown {
    const pods = [...this.#options.cluster.pods()].filter(
      (pod) => (namespace === undefined || pod.pod.metadata.namespace === namespace) && runs(pod),
    );
    if (name !== undefined) {
      const pod = pods.find((other) => other.pod.metadata.name === name);
      if (pod === undefined) throw notFound({ group: 'metrics.k8s.io', resource: 'pods' }, `${namespace}/${name}`);
      return this.#pod(pod);
    }
    return this.#list(
      'PodMetricsList',
      pods.filter(({ pod }) => matches(pod.metadata.labels)).map((pod) => this.#pod(pod)),
    );
  }

  #node({ metadata }: Node): unknown {
    const now = this.#options.now();
    // The system itself takes something too.
    let millicores = 90 + (hashOf(metadata.name ?? '') % 60);
    let memoryBytes = 900 * 1024 * 1024 + (hashOf(metadata.name ?? '') % 200_000_000);
    for (const pod of this.#options.cluster.pods()) {
      if (pod.nodeName !== metadata.name) continue;
      for (const usage of usages(pod, now)) {
        millicores += usage.millicores;
        memoryBytes += usage.memoryBytes;
      }
    }
    return {
      kind: 'NodeMetrics',
      apiVersion: GROUP_VERSION,
      metadata: { name: metadata.name, creationTimestamp: timestamp(now), labels: metadata.labels },
      timestamp: timestamp(now),
      window: '15s',
      usage: quantities({ millicores, memoryBytes }),
    };
  }

  #pod(pod: SimulatedPod): unknown {
    const now = this.#options.now();
    const { name, namespace, labels } = pod.pod.metadata;
    return {
      kind: 'PodMetrics',
      apiVersion: GROUP_VERSION,
      metadata: { name, namespace, creationTimestamp: timestamp(now), labels },
      timestamp: timestamp(now),
      window: '15s',
      containers: usages(pod, now).map((usage) => ({ name: usage.name, usage: quantities(usage) })),
    };
  }

  #list(kind: string, items: readonly unknown[]): unknown {
    return { kind, apiVersion: GROUP_VERSION, metadata: {}, items };
  }
}

const KINDS = new Set(['NodeMetrics', 'NodeMetricsList', 'PodMetrics', 'PodMetricsList']);

const isMetrics = (answer: unknown): answer is MetricsAnswer => KINDS.has((answer as { kind?: string }).kind ?? '');

type Matches = (labels: Readonly<Record<string, string>> | undefined) => boolean;

function selectorOf(query: URLSearchParams): Matches {
  const text = query.get('labelSelector') ?? '';
  try {
    const selector = parseLabelSelector(text);
    return (labels) => matchesLabels(selector, labels ?? {});
  } catch (error) {
    throw badRequest(error instanceof Error ? error.message : 'invalid label selector');
  }
}

function runs(pod: SimulatedPod): boolean {
  return pod.worker?.record.containers.some(({ step }) => step === 'running') ?? false;
}

function usages(pod: SimulatedPod, now: number) {
  return (pod.worker?.record.containers ?? [])
    .filter(({ step }) => step === 'running')
    .map(({ spec }) => ({ name: spec.name, ...pod.usage(spec, now) }));
}

function quantities({ millicores, memoryBytes }: { millicores: number; memoryBytes: number }) {
  return { cpu: `${Math.round(millicores * 1e6)}n`, memory: `${Math.round(memoryBytes / 1024)}Ki` };
}

function json(status: number, value: unknown | Status): SimulatedResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-simulated-by': 'LuBan' },
    body: JSON.stringify(value),
  };
}
