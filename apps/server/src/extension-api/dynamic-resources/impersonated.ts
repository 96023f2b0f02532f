import type { KubeObject } from '@luban/kube';
import type { UpstreamResponse } from '../../clusters/cluster-connection.ts';
import type { ClusterHandle } from '../../clusters/cluster-registry.ts';
import { impersonationHeaders } from '../../clusters/impersonation.ts';
import type { Identity } from '../../identity/identity.ts';
import { ofCluster } from '../cluster-failure.ts';

export interface ImpersonatedRequest {
  method: string;
  path: string;
  contentType?: string;
  accept?: string;
  body?: string;
  signal?: AbortSignal;
  /** Milliseconds; 0 for a stream that may begin late. */
  answersWithin?: number;
}

/** Asks a cluster in the name of somebody: the cluster decides. @throws Refusal 503 when it does not answer */
export function askAs(
  identity: Identity,
  { name, connection }: ClusterHandle,
  { method, path, contentType, accept = 'application/json', body, signal, answersWithin }: ImpersonatedRequest,
): Promise<UpstreamResponse> {
  const headers = {
    ...impersonationHeaders(identity),
    accept,
    'user-agent': 'luban',
    ...(contentType !== undefined && { 'content-type': contentType }),
  };
  return ofCluster(name, connection.request({ method, path, body, signal, answersWithin, headers }));
}

/** An answer that is read as a whole. */
export interface WholeAnswer {
  status: number;
  text: string;
  /** Present when it is one and the answer a success. */
  object?: KubeObject;
}

export async function wholeAnswer({ status, body }: UpstreamResponse): Promise<WholeAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  if (status >= 300) return { status, text };
  try {
    const object = JSON.parse(text) as KubeObject;
    return typeof object.metadata === 'object' ? { status, text, object } : { status, text };
  } catch {
    return { status, text };
  }
}
