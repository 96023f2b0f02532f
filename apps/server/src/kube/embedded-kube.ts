import { MessageChannel, Worker } from 'node:worker_threads';
import { LocalApi } from '../clusters/local-api.ts';
import { StartFailure } from '../start-failure.ts';
import type { KubeMessage, KubeReady, KubeSettings } from './kube-settings.ts';

export interface EmbeddedKube extends AsyncDisposable, KubeReady {
  /** To the clusters without a socket. */
  readonly local: LocalApi;
}

export interface EmbeddedKubeOptions extends KubeSettings {
  onError(text: string): void;
  /** The thread ended though nobody stopped it; nothing answers any more. */
  onEnd?(code: number): void;
}

/** How long the thread may take to write what it has. */
const PATIENCE = 4_000;

/**
 * Runs the embedded clusters in a thread of their own, so that their load never stalls the gateway. Resolves when they
 * answer.
 *
 * @throws StartFailure that names the setting and the cure
 */
export async function startEmbeddedKube({ onError, onEnd, ...settings }: EmbeddedKubeOptions): Promise<EmbeddedKube> {
  const { port1, port2 } = new MessageChannel();
  const local = new LocalApi(port1);
  const worker = new Worker(new URL('./kube-worker.ts', import.meta.url), {
    workerData: { ...settings, local: port2 },
    transferList: [port2],
    // Lists and watches make much that is soon forgotten: room for it saves collections.
    resourceLimits: { maxOldGenerationSizeMb: 4_096, maxYoungGenerationSizeMb: 96 },
  });
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const ready = await new Promise<KubeReady>((resolve, reject) => {
    let failure: Error | undefined;
    worker.on('message', (message: KubeMessage) => {
      if (message.type === 'ready') resolve(message.ready);
      else if (message.type === 'failed') {
        failure = startFailure(message, settings);
        void worker.terminate();
      } else onError(message.text);
    });
    worker.on('error', (error) => {
      reject(error);
      onError(error instanceof Error ? (error.stack ?? error.message) : String(error));
    });
    // Told only now, so that whoever tries again finds nobody who still writes to the folder.
    worker.once('exit', (code) => reject(failure ?? new Error(`The embedded Kubernetes API ended with code ${code}`)));
  });
  let stopping = false;
  worker.once('exit', (code) => {
    if (!stopping) onEnd?.(code);
  });
  return {
    ...ready,
    local,
    async [Symbol.asyncDispose]() {
      stopping = true;
      worker.postMessage({ type: 'stop' });
      const patience = setTimeout(() => void worker.terminate(), PATIENCE);
      await ended;
      clearTimeout(patience);
    },
  };
}

function startFailure(
  { code, message, stack }: Extract<KubeMessage, { type: 'failed' }>,
  { port, dataDir }: KubeSettings,
) {
  if (code === 'EADDRINUSE') {
    return new StartFailure(
      `Another program has port ${port}, where the embedded Kubernetes API was to listen. Set LUBAN_KUBE_PORT to a free one, or to 0.`,
    );
  }
  if (code === 'EACCES' && port < 1024 && port > 0) {
    return new StartFailure(`Port ${port} is not for everybody. Set LUBAN_KUBE_PORT to one above 1023, or to 0.`);
  }
  if (code === 'ENOSPC')
    return new StartFailure(`The disk with ${dataDir} is full. Make room, or set LUBAN_DATA_DIR to another one.`);
  // What the store and the certificates refuse says itself which file, and what to do.
  return new StartFailure(EXPLAINED.test(message) || stack === undefined ? message : stack);
}

const EXPLAINED = /\b(delete|remove|restore|stop|make room)\b/i;
