import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { BuildError } from './build-error.ts';
import { definitionProblem } from './definition-problem.ts';
import type { DefinitionReply } from './definition-worker.ts';

export const DEFINITION_FILE = 'extension.ts';

const LIMIT_MS = 30_000;

/**
 * Evaluates `extension.ts` of a folder, natively and in a worker. Functions in the answer are `LazySource` objects.
 * Throws a `BuildError` (LB6002) when the file throws, hangs or exports nothing.
 */
export async function evaluateDefinition(root: string): Promise<unknown> {
  const worker = new Worker(new URL('./definition-worker.ts', import.meta.url), {
    workerData: path.join(root, DEFINITION_FILE),
    execArgv: [],
  });
  const limit = AbortSignal.timeout(LIMIT_MS);
  try {
    const reply = await new Promise<DefinitionReply>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => resolve({ failure: 'it ended the process' }));
      limit.onabort = () => resolve({ failure: `it did not finish within ${LIMIT_MS / 1000} s` });
    });
    if ('definition' in reply) return reply.definition;
    const [reason = ''] = reply.failure.split('\n');
    throw new BuildError([definitionProblem(DEFINITION_FILE, '', reason)], { cause: reply.failure });
  } finally {
    limit.onabort = null;
    await worker.terminate();
  }
}
