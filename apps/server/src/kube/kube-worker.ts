/** The thread of the embedded clusters. */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { isMainThread, type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { KubeCommand, KubeMessage, KubeSettings } from './kube-settings.ts';

if (isMainThread || parentPort === null) throw new Error('This file is started as a thread.');
const port = parentPort;
const say = (message: KubeMessage) => port.postMessage(message);
const onError = (error: unknown) => say({ type: 'log', level: 'error', text: textOf(error) });

/** What the store says of a full disk is for the operator as it is; where it was noticed is not. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'StoreUnavailable' ? `Embedded Kubernetes: ${error.message}` : (error.stack ?? error.message);
}

process.on('unhandledRejection', onError);

try {
  const { local, ...settings } = workerData as KubeSettings & { local: MessagePort };
  // Where the main thread has it too.
  enableCompileCache(join(settings.dataDir, 'cache', 'code'));
  const [{ startClusters }, { serveLocalApi }] = await Promise.all([
    import('./clusters.ts'),
    import('./serve-local-api.ts'),
  ]);
  const clusters = await startClusters(settings, onError);
  serveLocalApi(local, clusters.route);
  port.on('message', (command: KubeCommand) => {
    if (command.type !== 'stop') return;
    const end = () => process.exit(0);
    clusters[Symbol.asyncDispose]().then(end, (error) => {
      onError(error);
      end();
    });
  });
  say({ type: 'ready', ready: clusters.ready });
} catch (error) {
  const known = error instanceof Error ? error : new Error(String(error));
  const code = 'code' in known && typeof known.code === 'string' ? known.code : undefined;
  say({ type: 'failed', name: known.name, message: known.message, code, stack: known.stack });
  port.close();
}
