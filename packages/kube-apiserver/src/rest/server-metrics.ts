import type { Store } from '../store/store.ts';

/** What `/metrics` says, in the text format of Prometheus; names are those of Kubernetes where it has them. */
export function serverMetrics(store: Store): string {
  const counts = store
    .resources()
    .map((resource) => `apiserver_storage_objects{resource="${resource}"} ${store.count(resource)}`);
  return [
    '# HELP apiserver_storage_objects Number of stored objects, by resource.',
    '# TYPE apiserver_storage_objects gauge',
    ...counts.sort(),
    '# HELP luban_storage_revision Newest durable revision.',
    '# TYPE luban_storage_revision counter',
    `luban_storage_revision ${store.revision}`,
    '# HELP process_resident_memory_bytes Resident memory of the process, in bytes.',
    '# TYPE process_resident_memory_bytes gauge',
    `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
    '# HELP process_cpu_seconds_total Processor time that the process has used, in seconds.',
    '# TYPE process_cpu_seconds_total counter',
    `process_cpu_seconds_total ${process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6}`,
    '',
  ].join('\n');
}
