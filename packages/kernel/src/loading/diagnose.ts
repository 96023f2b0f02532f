import type { IndexExtension, Problem } from '@luban/manifest';
import { KernelError } from '../contract.ts';
import { problem } from '../core/problems.ts';
import { NoContainerError } from './container.ts';
import { TimeLimitError } from './time-limit.ts';

export interface SuspectFile {
  file: string;
  url: string;
  integrity: string;
}

export interface Failure {
  problem: Problem;
  /** Another attempt may do better: the network or the server was at fault. */
  transient: boolean;
  /** The browser keeps the outcome for this URL for the life of the page. */
  remembered: boolean;
}

export type Stage = 'entry' | 'init' | 'module';

/**
 * Finds out why loading failed. `import()` does not say: a missing file, a wrong type and a wrong digest all give one
 * sentence, so the files are asked for again, one by one. Never rejects.
 */
export async function diagnose(
  owner: IndexExtension,
  stage: Stage,
  error: unknown,
  suspects: readonly SuspectFile[],
  fetch: typeof globalThis.fetch,
): Promise<Failure> {
  const first = blamed(error, suspects)?.file ?? '';
  if (error instanceof KernelError) return settled(error.problem);
  if (error instanceof TimeLimitError) {
    // The request may hang for as long as the page lives, and a second import of the same URL would wait for it too.
    return remembered(problem(stage === 'module' ? 'LB3007' : 'LB3006', owner, { limit: error.limit, file: first }));
  }
  if (stage === 'init') return settled(problem('LB3009', owner, { error: textOf(error) }));
  if (error instanceof NoContainerError) return remembered(problem('LB3013', owner, { file: first }));
  if (isMissingExpose(error)) return settled(problem('LB3008', owner, { module: first, export: '*' }));
  if (!isFetchFailure(error)) {
    const code = isSyntaxError(error) ? 'LB3004' : 'LB3005';
    return remembered(problem(code, owner, { file: first, error: textOf(error) }));
  }
  const findings = await Promise.all(suspects.map((suspect) => examine(owner, suspect, fetch)));
  return (
    findings.find((finding) => finding && !finding.transient) ??
    findings.find((finding) => finding) ?? {
      // All is well now: it was the line.
      problem: problem('LB3010', owner, { file: first }),
      transient: true,
      remembered: false,
    }
  );
}

/** What is wrong with one file, or undefined when nothing is. */
async function examine(
  owner: IndexExtension,
  { file, url, integrity }: SuspectFile,
  fetch: typeof globalThis.fetch,
): Promise<Failure | undefined> {
  const response = await fetch(url, { cache: 'no-store' }).catch(() => undefined);
  if (!response) return { problem: problem('LB3010', owner, { file }), transient: true, remembered: false };
  const { status } = response;
  if (status >= 500 || status === 429) {
    return { problem: problem('LB3002', owner, { file, status }), transient: true, remembered: false };
  }
  if (!response.ok) return settled(problem('LB3001', owner, { file, status }));
  const type = response.headers.get('content-type')?.split(';', 1)[0]?.trim() ?? '';
  if (file.endsWith('.css') ? type !== 'text/css' : !/(?:java|ecma)script$/.test(type)) {
    return settled(problem('LB3003', owner, { file, type: type || '-' }));
  }
  const intact = await fetch(url, { cache: 'no-store', integrity }).then(
    () => true,
    () => false,
  );
  return intact ? undefined : settled(problem('LB3011', owner, { file }));
}

function settled(problem: Problem): Failure {
  return { problem, transient: false, remembered: false };
}

function remembered(problem: Problem): Failure {
  return { problem, transient: false, remembered: true };
}

const FETCH_FAILURES = [
  'Failed to fetch dynamically imported module',
  'error loading dynamically imported module',
  'Importing a module script failed',
  'Failed to load the script',
  'Unable to preload CSS',
];

/** Browsers' and bundlers' words for "some file did not come". */
function isFetchFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'ChunkLoadError') return true;
  return FETCH_FAILURES.some((words) => error.message.includes(words));
}

/** Words of the bundlers' containers for a module that they do not have. */
function isMissingExpose(error: unknown): boolean {
  return error instanceof Error && /does not exist in container|no expose|RUNTIME-014/.test(error.message);
}

/** The file that the error itself names, or else the one that the bundler lists last: the module's own. */
function blamed(error: unknown, suspects: readonly SuspectFile[]): SuspectFile | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return suspects.find(({ url }) => stack.includes(`${url}:`)) ?? suspects.at(-1);
}

/** A file that cannot be parsed gives a SyntaxError without frames; one thrown by running code has them. */
function isSyntaxError(error: unknown): boolean {
  return error instanceof SyntaxError && !/^\s*at |@https?:/m.test(error.stack ?? '');
}

function textOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
