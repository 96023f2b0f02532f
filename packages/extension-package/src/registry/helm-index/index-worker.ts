import { parentPort, workerData } from 'node:worker_threads';
import { RegistryError } from '../registry-error.ts';
import { readIndex } from './read-index.ts';

/** Reads one index away from the event loop of the server, and ends. */
const { text, folder } = workerData as { text: string; folder: string };
try {
  parentPort?.postMessage({ content: readIndex(text, new URL(folder)) });
} catch (error) {
  if (!(error instanceof RegistryError)) throw error;
  parentPort?.postMessage({ code: error.code, params: error.params });
}
