import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Clock } from '@luban/kube';
import { parseLogOptions, readLog } from '../../logs/log-reader.ts';
import type { SimulatedCluster } from '../simulated-cluster.ts';

/** `GET /containerLogs/{namespace}/{pod}/{container}` */
export async function answerContainerLogs(
  cluster: SimulatedCluster,
  clock: Clock,
  [namespace = '', name = '', container = '']: readonly string[],
  query: URLSearchParams,
  response: ServerResponse,
): Promise<void> {
  const refuse = (status: number, message: string) =>
    void response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(message);
  const options = parseLogOptions(query);
  if ('problem' in options) return refuse(400, options.problem);
  const pod = cluster.pod(namespace, name);
  if (pod === undefined) return refuse(404, `pod "${name}" not found\n`);
  const record = pod.record(container);
  if (record === undefined) return refuse(404, `container "${container}" not found in pod "${name}"\n`);
  const previous = query.get('previous') === 'true';
  const process = pod.process(container, previous);
  if (process === undefined) {
    const identity = `container "${container}" in pod "${name}"`;
    if (previous) return refuse(400, `previous terminated ${identity} not found`);
    const { reason, message } = record.waiting ?? { reason: 'ContainerCreating' };
    const why: Record<string, string> = {
      ContainerCreating: 'ContainerCreating',
      PodInitializing: 'PodInitializing',
      ErrImagePull: "image can't be pulled",
      ImagePullBackOff: 'trying and failing to pull image',
    };
    const text = Object.hasOwn(why, reason) ? why[reason] : (message ?? reason);
    return refuse(400, `${identity} is waiting to start: ${text}`);
  }
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
  // Who follows a silent log wants to know at once that it is connected.
  response.flushHeaders();
  for await (const chunk of readLog(await process.log(), options, clock, gone.signal)) {
    if (gone.signal.aborted) return;
    if (!response.write(chunk)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
  }
  response.end();
}
