import type { Problem } from '@luban/sdk';
import { centerPath } from '../api.ts';
import { type CenterError, errorOf, CenterError as Failure } from '../shared/center-error.ts';

/** What the server takes of a package. Bytes. */
export const LARGEST = 48 * 2 ** 20;

export interface Uploaded {
  name: string;
  version: string;
  warnings: Problem[];
}

/** Why a file is not worth sending. */
export type FileProblem = 'kind' | 'empty' | 'large';

/** Undefined: it may be a package, which the server decides. Looks at the first bytes, since names say little. */
export async function fileProblem(file: Blob & { name: string }): Promise<FileProblem | undefined> {
  if (file.size === 0) return 'empty';
  if (file.size > LARGEST) return 'large';
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return first === 0x1f && second === 0x8b ? undefined : 'kind';
}

interface Options {
  /** Fractions of the file that have been sent; 1: the server looks at it. */
  onProgress: (fraction: number) => void;
  signal: AbortSignal;
}

/**
 * Sends a package file. Rejects with a `CenterError` that has all problems of the package. `fetch` does not say how much
 * of a body has been sent, hence the older interface.
 */
export function sendPackage(file: Blob, { onProgress, signal }: Options): Promise<Uploaded> {
  const { promise, resolve, reject } = Promise.withResolvers<Uploaded>();
  const request = new XMLHttpRequest();
  const stop = () => request.abort();
  request.open('POST', centerPath('packages'));
  request.setRequestHeader('content-type', 'application/gzip');
  request.responseType = 'text';
  request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0));
  request.upload.addEventListener('load', () => onProgress(1));
  request.addEventListener('load', () => {
    const outcome = readOutcome(request.status, request.statusText, request.responseText);
    if ('uploaded' in outcome) resolve(outcome.uploaded);
    else reject(outcome.error);
  });
  request.addEventListener('error', () => reject(new Failure(0, { code: '', message: '' })));
  request.addEventListener('abort', () => reject(signal.reason));
  request.addEventListener('loadend', () => signal.removeEventListener('abort', stop));
  signal.addEventListener('abort', stop, { once: true });
  request.send(file);
  return promise;
}

export function readOutcome(
  status: number,
  statusText: string,
  text: string,
): { uploaded: Uploaded } | { error: CenterError } {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  const { name, version, warnings } = (body ?? {}) as Partial<Record<keyof Uploaded, unknown>>;
  if (status < 200 || status > 299 || typeof name !== 'string' || typeof version !== 'string') {
    return { error: errorOf(status, statusText, body) };
  }
  return { uploaded: { name, version, warnings: Array.isArray(warnings) ? warnings : [] } };
}
