import type { Readable, Writable } from 'node:stream';
import type { Status } from '@luban/kube';
import type { UpgradedConnection, UpstreamResponse } from '../clusters/cluster-connection.ts';
import type { ClusterHandle } from '../clusters/cluster-registry.ts';
import { impersonationHeaders } from '../clusters/impersonation.ts';
import type { Identity } from '../identity/identity.ts';
import { Refusal } from '../refusal.ts';
import { ChannelSocket, channelHandshake } from './channel-socket.ts';
import { type ExecEnd, readExecEnd } from './exec-end.ts';

/** A container of a pod of a cluster. */
export interface ContainerRef {
  namespace: string;
  pod: string;
  /** Absent: the only one. */
  container?: string;
}

export interface ExecRequest extends ContainerRef {
  /** Program and arguments, each as it is: no shell reads them. */
  argv: readonly string[];
  stdin?: boolean;
  /** A terminal has no `stderr` of its own. */
  tty?: boolean;
  signal?: AbortSignal;
}

/** A command that runs in a container. Each stream waits for whoever reads or sends at the other end. */
export interface ExecStream {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Whether the command can be told that its input is complete. */
  readonly canEndInput: boolean;
  /** Never rejects. */
  readonly ended: Promise<ExecEnd>;
  resize(columns: number, rows: number): void;
  ping(): void;
  /** Cuts it off. */
  destroy(): void;
}

/**
 * Starts a command in a container, in the name of the person: the cluster decides whether they may.
 *
 * @param identity absent: LuBan itself
 * @throws Refusal LB5602 not allowed, LB5603 no such pod or container, LB5604 not running, LB5605 anything else
 */
export async function openExec(
  { name, connection }: ClusterHandle,
  identity: Identity | undefined,
  request: ExecRequest,
): Promise<ExecStream> {
  const handshake = channelHandshake();
  const result = await connection
    .upgrade({
      method: 'GET',
      path: execPath(request),
      headers: { ...handshake.headers, ...(identity && impersonationHeaders(identity)) },
      signal: request.signal,
    })
    .catch((error: unknown) => {
      throw unanswered(name, request, error);
    });
  if (!result.upgraded) throw await refused(result.response, name, identity, request);
  return streamOver(result.connection, handshake.accept, name, request);
}

function streamOver(upgraded: UpgradedConnection, accept: string, cluster: string, request: ExecRequest): ExecStream {
  if (upgraded.headers['sec-websocket-accept'] !== accept) {
    upgraded.socket.destroy();
    throw unanswered(cluster, request, new Error('it did not accept the WebSocket'));
  }
  const channels = new ChannelSocket(upgraded);
  const destroy = () => channels.destroy();
  request.signal?.addEventListener('abort', destroy);
  const ended = channels.status.then((status) => {
    request.signal?.removeEventListener('abort', destroy);
    return readExecEnd(status);
  });
  if (request.signal?.aborted) destroy();
  return {
    stdin: channels.stdin,
    stdout: channels.stdout,
    stderr: channels.stderr,
    canEndInput: channels.canEndInput,
    ended,
    resize: (columns, rows) => channels.resize(columns, rows),
    ping: () => channels.ping(),
    destroy,
  };
}

function execPath({ namespace, pod, container, argv, stdin = false, tty = false }: ExecRequest): string {
  const query = new URLSearchParams();
  if (container !== undefined) query.set('container', container);
  for (const word of argv) query.append('command', word);
  query.set('stdin', String(stdin));
  query.set('stdout', 'true');
  query.set('stderr', String(!tty));
  query.set('tty', String(tty));
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/exec?${query}`;
}

async function refused(
  { status, body }: UpstreamResponse,
  cluster: string,
  identity: Identity | undefined,
  request: ContainerRef,
): Promise<Refusal> {
  const reason = reasonOf(await shortText(body));
  const params = { cluster, namespace: request.namespace, pod: request.pod };
  if (status === 403) return new Refusal(403, 'LB5602', { ...params, user: identity?.name ?? 'luban' });
  if (status === 404) return new Refusal(404, 'LB5603', { ...params, reason });
  if (status === 400 && /is not valid for pod|container name must be specified/.test(reason)) {
    return new Refusal(404, 'LB5603', { ...params, reason });
  }
  if (status === 409 || (status === 400 && /host assigned/.test(reason)) || /container not found/.test(reason)) {
    return new Refusal(409, 'LB5604', { ...params, reason });
  }
  return new Refusal(502, 'LB5605', { ...params, reason: reason || `HTTP ${status}` });
}

function unanswered(cluster: string, { namespace, pod }: ContainerRef, cause: unknown): Refusal {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Refusal(502, 'LB5605', { cluster, namespace, pod, reason: reason.slice(0, 300) }, { cause });
}

async function shortText(body: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size > 16_384) break;
    }
  } catch {
    // What came is still worth telling.
  }
  return Buffer.concat(chunks).toString();
}

/** The sentence of a Status, or the text as it is, of which kubelets send some. */
function reasonOf(text: string): string {
  try {
    const { message } = JSON.parse(text) as Partial<Status>;
    if (typeof message === 'string') return message.slice(0, 300);
  } catch {
    // Not JSON.
  }
  return text.trim().slice(0, 300);
}
