import type { ExtensionContext } from '@luban/sdk';

/** An answer of Kubernetes that is not the one hoped for. */
export class KubeRequestError extends Error {
  readonly status: number;
  /** `Conflict`, `Forbidden`; or the number of one of our own messages. */
  readonly reason: string;

  constructor(status: number, reason: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'KubeRequestError';
    this.status = status;
    this.reason = reason;
  }
}

type Fetch = ExtensionContext['fetch'];

/** Sends one request through the gateway. Rejects with a `KubeRequestError` for anything but success. */
export async function kubeRequest(fetch: Fetch, path: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(path, init);
  if (response.ok) return response;
  const { message, reason } = statusOf(await response.json().catch(() => undefined));
  throw new KubeRequestError(response.status, reason ?? `HTTP ${response.status}`, message ?? response.statusText);
}

export async function kubeJson(fetch: Fetch, path: string, init?: RequestInit): Promise<unknown> {
  return (await kubeRequest(fetch, path, init)).json();
}

/** Reads a Kubernetes `Status`, and the error body of the console's own API. */
function statusOf(body: unknown): { message?: string; reason?: string } {
  if (typeof body !== 'object' || body === null) return {};
  const { message, reason, error } = body as { message?: unknown; reason?: unknown; error?: unknown };
  if (typeof error === 'object' && error !== null) {
    const own = error as { code?: unknown; message?: unknown };
    return { message: text(own.message), reason: text(own.code) };
  }
  return { message: text(message), reason: text(reason) };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
