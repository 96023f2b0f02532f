import {
  type ExtensionManifest,
  type IndexExtension,
  type RemoteRecord,
  type RemoteTable,
  remoteRecord,
} from '@luban/manifest';
import type { KernelEnvironment } from '../contract.ts';
import { kernelError } from '../core/problems.ts';
import { keyOf } from '../core/version-key.ts';
import { TimeLimitError, within } from './time-limit.ts';

/** Finds a version's remote record, in the page or in the `extension.json` whose digest the page holds. */
export interface RemoteRecords {
  /** Rejects with LB3001, LB3002, LB3010, LB3013 or LB3016. */
  get(extension: IndexExtension): Promise<RemoteRecord>;
  forget(extension: IndexExtension): void;
}

export function createRemoteRecords(
  table: () => RemoteTable,
  fetch: KernelEnvironment['fetch'],
  limit: number,
): RemoteRecords {
  const fetched = new Map<string, RemoteRecord>();
  return {
    get: async (extension) => {
      const key = keyOf(extension);
      const line = `${extension.name}@${extension.version}`;
      const entry = Object.hasOwn(table(), line) ? table()[line] : undefined;
      if (typeof entry === 'object') return entry;
      const cached = fetched.get(key);
      if (cached) return cached;
      if (entry === undefined) throw kernelError('LB3013', extension);
      const record = await within(limit, fetchRecord(extension, entry, fetch)).catch((error: unknown) => {
        throw error instanceof TimeLimitError
          ? kernelError('LB3006', extension, { limit, file: 'extension.json' })
          : error;
      });
      fetched.set(key, record);
      return record;
    },
    forget: (extension) => void fetched.delete(keyOf(extension)),
  };
}

async function fetchRecord(
  extension: IndexExtension,
  integrity: string,
  fetch: KernelEnvironment['fetch'],
): Promise<RemoteRecord> {
  const file = 'extension.json';
  const url = extension.base + file;
  const response = await fetch(url, { integrity }).catch(async (error: unknown) => {
    // A wrong digest and a broken line look the same here; a second look without the digest tells them apart.
    const reachable = await fetch(url, { cache: 'no-store' }).catch(() => undefined);
    if (reachable?.ok) throw kernelError('LB3016', extension, { file }, error);
    if (!reachable) throw kernelError('LB3010', extension, { file }, error);
    throw byStatus(extension, file, reachable.status);
  });
  if (!response.ok) throw byStatus(extension, file, response.status);
  const record = remoteRecord((await response.json()) as ExtensionManifest);
  if (!record) throw kernelError('LB3013', extension, { file });
  return record;
}

function byStatus(extension: IndexExtension, file: string, status: number) {
  return kernelError(status >= 500 ? 'LB3002' : 'LB3001', extension, { file, status });
}
