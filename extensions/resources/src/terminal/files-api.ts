import type { ExtensionContext } from '@luban/sdk';
import { kubeJson, kubeRequest } from '../kube-request.ts';

/** A container, as the API of files names it. */
export interface ContainerPlace {
  cluster: string;
  namespace: string;
  pod: string;
  container?: string;
}

export interface FolderEntry {
  name: string;
  type: 'file' | 'folder' | 'link' | 'other';
  /** What a link leads to. */
  target?: 'file' | 'folder' | 'other' | null;
  size: number;
  mode: number;
  /** Seconds of the epoch; null when nobody knows. */
  modified: number | null;
  /** The name is not text, so that nothing can be asked for by it. */
  unreadable?: boolean;
}

export interface FolderListing {
  path: string;
  container?: string;
  entries: FolderEntry[];
  truncated: boolean;
  /** Bytes that one upload may have. */
  largestUpload: number;
}

type Fetch = ExtensionContext['fetch'];

export function filesAddress(what: '' | '/download' | '/upload', place: ContainerPlace, path: string): string {
  const { cluster, namespace, pod, container } = place;
  const query = new URLSearchParams({ cluster, namespace, pod, ...(container !== undefined && { container }), path });
  return `/api/files${what}?${query}`;
}

export async function listFolder(fetch: Fetch, place: ContainerPlace, path: string): Promise<FolderListing> {
  return (await kubeJson(fetch, filesAddress('', place, path))) as FolderListing;
}

export interface Progress {
  sent: number;
  /** Undefined when nobody knows it, as for folders. */
  total?: number;
}

/** Downloads that fit into memory come with progress and errors in their place; larger ones are the browser's. */
const IN_MEMORY = 64 * 2 ** 20;

/** Hands a file, or a folder as a tar archive, to the person. */
export async function download(
  fetch: Fetch,
  place: ContainerPlace,
  path: string,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<void> {
  const address = filesAddress('/download', place, path);
  const leaving = new AbortController();
  const response = await kubeRequest(fetch, address, { signal: AbortSignal.any([signal, leaving.signal]) });
  const length = response.headers.get('content-length');
  const name = nameOf(response.headers.get('content-disposition')) ?? 'download';
  const total = length === null ? undefined : Number(length);
  if (total === undefined || total > IN_MEMORY || response.body === null) {
    leaving.abort();
    save(address, name);
    return;
  }
  const pieces: BlobPart[] = [];
  let sent = 0;
  const reader = response.body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    pieces.push(next.value as Uint8Array<ArrayBuffer>);
    sent += next.value.length;
    onProgress({ sent, total });
  }
  const url = URL.createObjectURL(new Blob(pieces));
  save(url, name);
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Sends a file, or the tar archive of a folder. `fetch` tells no progress of what it sends. */
export function upload(
  place: ContainerPlace,
  path: string,
  body: Blob,
  type: 'application/octet-stream' | 'application/x-tar',
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    signal.addEventListener('abort', () => request.abort());
    request.upload.onprogress = ({ loaded }) => onProgress({ sent: Math.min(loaded, body.size), total: body.size });
    request.onload = () => {
      if (request.status === 201) resolve();
      else reject(new Error(sentenceOf(request.responseText) ?? `HTTP ${request.status}`));
    };
    request.onerror = () => reject(new Error('network'));
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    request.open('PUT', filesAddress('/upload', place, path));
    request.setRequestHeader('content-type', type);
    request.send(body);
  });
}

function sentenceOf(text: string): string | undefined {
  try {
    const { error } = JSON.parse(text) as { error?: { code?: string; message?: string } };
    return error?.message && `${error.message} (${error.code})`;
  } catch {
    return undefined;
  }
}

function nameOf(disposition: string | null): string | undefined {
  const [, encoded] = /filename\*=UTF-8''([^;]+)/.exec(disposition ?? '') ?? [];
  return encoded === undefined ? undefined : decodeURIComponent(encoded);
}

function save(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}
