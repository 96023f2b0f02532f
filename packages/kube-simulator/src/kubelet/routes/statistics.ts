import { timestamp } from '@luban/kube';
import { profileOf } from '../../images/profile-of.ts';
import { processorSeconds } from '../../metrics/usage.ts';
import type { SimulatedCluster } from '../simulated-cluster.ts';
import type { SimulatedPod } from '../simulated-pod.ts';

interface Row {
  pod: SimulatedPod;
  container: string;
  startedAt: number;
  memoryBytes: number;
  millicores: number;
  seconds: number;
}

/** `GET /stats/summary`. Source of the form: k8s.io/kubelet/pkg/apis/stats/v1alpha1. */
export function statsSummary(cluster: SimulatedCluster, node: string | undefined, now: number): unknown {
  const rows = rowsOf(cluster, node, now);
  const pods = [...new Set(rows.map(({ pod }) => pod))];
  const time = timestamp(now);
  const cpu = (list: readonly Row[]) => ({
    time,
    usageNanoCores: Math.round(sum(list, 'millicores') * 1e6),
    usageCoreNanoSeconds: Math.round(sum(list, 'seconds') * 1e9),
  });
  const memory = (list: readonly Row[]) => ({
    time,
    usageBytes: sum(list, 'memoryBytes'),
    workingSetBytes: sum(list, 'memoryBytes'),
    rssBytes: Math.round(sum(list, 'memoryBytes') * 0.8),
  });
  return {
    node: { nodeName: node ?? 'all', startTime: timestamp(0), cpu: cpu(rows), memory: memory(rows) },
    pods: pods.map((pod) => {
      const own = rows.filter((row) => row.pod === pod);
      const { name, namespace, uid } = pod.pod.metadata;
      return {
        podRef: { name, namespace, uid },
        startTime: pod.pod.status?.startTime,
        containers: own.map((row) => ({
          name: row.container,
          startTime: timestamp(row.startedAt),
          cpu: cpu([row]),
          memory: memory([row]),
        })),
        cpu: cpu(own),
        memory: memory(own),
      };
    }),
  };
}

/** `GET /metrics/resource`, in the exposition format of Prometheus. Source: pkg/kubelet/metrics/collectors. */
export function resourceMetrics(cluster: SimulatedCluster, node: string | undefined, now: number): string {
  const rows = rowsOf(cluster, node, now);
  const labels = ({ pod, container }: Row) =>
    `container="${container}",namespace="${pod.pod.metadata.namespace}",pod="${pod.pod.metadata.name}"`;
  return [
    '# HELP container_cpu_usage_seconds_total [STABLE] Cumulative cpu time consumed by the container in core-seconds (simulated)',
    '# TYPE container_cpu_usage_seconds_total counter',
    ...rows.map((row) => `container_cpu_usage_seconds_total{${labels(row)}} ${row.seconds.toFixed(3)} ${now}`),
    '# HELP container_memory_working_set_bytes [STABLE] Current working set of the container in bytes (simulated)',
    '# TYPE container_memory_working_set_bytes gauge',
    ...rows.map((row) => `container_memory_working_set_bytes{${labels(row)}} ${row.memoryBytes} ${now}`),
    '# HELP container_start_time_seconds [STABLE] Start time of the container since unix epoch in seconds (simulated)',
    '# TYPE container_start_time_seconds gauge',
    ...rows.map((row) => `container_start_time_seconds{${labels(row)}} ${row.startedAt / 1000}`),
    '# HELP node_cpu_usage_seconds_total [STABLE] Cumulative cpu time consumed by the node in core-seconds (simulated)',
    '# TYPE node_cpu_usage_seconds_total counter',
    `node_cpu_usage_seconds_total ${sum(rows, 'seconds').toFixed(3)} ${now}`,
    '# HELP node_memory_working_set_bytes [STABLE] Current working set of the node in bytes (simulated)',
    '# TYPE node_memory_working_set_bytes gauge',
    `node_memory_working_set_bytes ${sum(rows, 'memoryBytes')} ${now}`,
    '# HELP resource_scrape_error [STABLE] 1 if there was an error while getting container metrics, 0 otherwise',
    '# TYPE resource_scrape_error gauge',
    'resource_scrape_error 0',
    '',
  ].join('\n');
}

function rowsOf(cluster: SimulatedCluster, node: string | undefined, now: number): Row[] {
  return [...cluster.pods()]
    .filter((pod) => node === undefined || pod.nodeName === node)
    .flatMap((pod) =>
      (pod.worker?.record.containers ?? [])
        .filter(({ step }) => step === 'running')
        .map(({ spec, startedAt = now }) => ({
          pod,
          container: spec.name,
          startedAt,
          ...pod.usage(spec, now),
          seconds: processorSeconds(
            spec,
            profileOf(spec.image ?? ''),
            `${pod.pod.metadata.uid}/${spec.name}`,
            startedAt,
            now,
          ),
        })),
    );
}

function sum(rows: readonly Row[], field: 'millicores' | 'memoryBytes' | 'seconds'): number {
  return rows.reduce((total, row) => total + row[field], 0);
}
