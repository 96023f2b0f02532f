import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { RegistryError } from '../registry-error.ts';
import { type IndexContent, readIndex } from './read-index.ts';

/** Characters that are read where they are: about 20 ms of them. */
const AT_ONCE = 32_000;
const WITHIN = 30_000;

/**
 * `readIndex`, in a thread of its own when that takes long: what an index makes of memory and time is bounded there,
 * and a hostile one ends the thread alone.
 *
 * @throws RegistryError LB7209, LB7211; the signal's reason
 */
export async function readIndexAside(text: string, folder: URL, signal?: AbortSignal): Promise<IndexContent> {
  signal?.throwIfAborted();
  if (text.length <= AT_ONCE) return readIndex(text, folder);
  const worker = new Worker(new URL('./index-worker.ts', import.meta.url), {
    workerData: { text, folder: folder.href },
    resourceLimits: { maxOldGenerationSizeMb: 768, stackSizeMb: 4 },
  });
  const noIndex = (reason: string, cause?: unknown) =>
    new RegistryError('LB7209', { url: `${folder.origin}${folder.pathname}index.yaml`, reason }, { cause });
  try {
    const timeout = AbortSignal.timeout(WITHIN);
    const ends = AbortSignal.any(signal === undefined ? [timeout] : [signal, timeout]);
    const [answer] = (await once(worker, 'message', { signal: ends })) as [Answer];
    if ('content' in answer) return answer.content;
    throw new RegistryError(answer.code, answer.params);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof RegistryError) throw error;
    throw noIndex('takes too much memory or time to read', error);
  } finally {
    await worker.terminate();
  }
}

type Answer = { content: IndexContent } | { code: string; params: Record<string, string | number> };
