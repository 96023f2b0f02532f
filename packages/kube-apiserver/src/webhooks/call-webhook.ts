/** One question to a webhook. Source: k8s.io/api/admission/v1, AdmissionReview. */
import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import { apiVersionOf } from '@luban/kube';
import type { AdmissionRequest } from '../admission/admission.ts';
import type { Dialer } from '../proxy/dialer.ts';
import type { Webhook } from './webhook-configuration.ts';

export interface WebhookAnswer {
  allowed: boolean;
  warnings: string[];
  message?: string;
  code?: number;
  reason?: string;
  /** A JSON patch. */
  patch?: unknown;
}

/** The service of the webhook has nothing but simulated pods behind it, which answer nothing of the kind. */
export class WebhookSimulated extends Error {
  override name = 'WebhookSimulated';
}

/** Whether a URL may be called: it names a host of somebody's own choosing. */
export type UrlPolicy = (url: URL) => boolean;

export interface WebhookCaller {
  dialer(): Dialer;
  mayCall: UrlPolicy;
}

const LARGEST_ANSWER = 3 * 2 ** 20;

/** @throws WebhookSimulated, or an Error that says why there is no answer */
export async function callWebhook(
  webhook: Webhook,
  request: AdmissionRequest,
  caller: WebhookCaller,
): Promise<WebhookAnswer> {
  const uid = randomUUID();
  const body = JSON.stringify({
    kind: 'AdmissionReview',
    apiVersion: 'admission.k8s.io/v1',
    request: question(uid, request),
  });
  const text = await send(webhook, body, caller);
  const { response } = (JSON.parse(text) ?? {}) as { response?: Record<string, unknown> | null };
  if (typeof response !== 'object' || response === null) throw new Error('webhook response was absent');
  if (response.uid !== uid) {
    throw new Error(`expected response.uid=${JSON.stringify(uid)}, got ${JSON.stringify(response.uid ?? '')}`);
  }
  const status = (typeof response.status === 'object' ? (response.status ?? {}) : {}) as {
    message?: string;
    code?: number;
    reason?: string;
  };
  return {
    allowed: response.allowed === true,
    warnings: Array.isArray(response.warnings) ? response.warnings.map(String) : [],
    ...status,
    ...(typeof response.patch === 'string' && { patch: JSON.parse(Buffer.from(response.patch, 'base64').toString()) }),
  };
}

function question(uid: string, request: AdmissionRequest) {
  const { type, subresource, namespace, name, operation, user, object, old, dryRun, options } = request;
  const kind = { group: type.group, version: type.version, kind: type.kind };
  const resource = { group: type.group, version: type.version, resource: type.resource };
  const typed = <T extends object>(value: T | undefined) =>
    value === undefined ? null : { ...value, apiVersion: apiVersionOf(type), kind: type.kind };
  return {
    uid,
    kind,
    resource,
    ...(subresource !== '' && { subResource: subresource, requestSubResource: subresource }),
    requestKind: kind,
    requestResource: resource,
    name,
    ...(type.namespaced && { namespace }),
    operation,
    userInfo: user,
    object: typed(object),
    oldObject: typed(old),
    dryRun,
    options,
  };
}

async function send(
  { clientConfig, timeoutSeconds = 10 }: Webhook,
  body: string,
  { dialer, mayCall }: WebhookCaller,
): Promise<string> {
  const { service, url, caBundle } = clientConfig;
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    'content-length': String(Buffer.byteLength(body)),
  };
  const query = `timeout=${timeoutSeconds}s`;
  const call = { body, timeout: timeoutSeconds * 1_000 };
  if (service !== undefined) {
    const { namespace, name, port = 443, path = '/' } = service;
    const socket = dialer().service(namespace, name, port);
    if (socket === undefined) throw new WebhookSimulated(`service ${namespace}/${name} answers nothing here`);
    const host = `${name}.${namespace}.svc`;
    const target = new URL(`https://${host}:${port}${path}`);
    target.search = query;
    const open = () =>
      httpRequest({
        method: 'POST',
        path: `${target.pathname}${target.search}`,
        headers: { ...headers, host },
        createConnection: () => socket,
      });
    return told(`https://${host}:${port}${target.pathname}${target.search}`, exchange(open, call, socket));
  }
  const target = new URL(url ?? '');
  if (target.protocol !== 'https:') throw new Error('only https URLs are called');
  if (!mayCall(target)) throw new Error(`the host ${target.hostname} may not be called; allow it by LUBAN_ALLOW_HOSTS`);
  target.search = query;
  const ca = caBundle ? Buffer.from(caBundle, 'base64').toString() : undefined;
  return told(
    String(target),
    exchange(() => httpsRequest(target, { method: 'POST', headers, ca }), call),
  );
}

/** Errors of the call name the address, as those of Go's client do. */
async function told(address: string, answer: Promise<string>): Promise<string> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof WebhookSimulated) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`Post ${JSON.stringify(address)}: ${why}`, { cause: error });
  }
}

function exchange(
  open: () => ReturnType<typeof httpRequest>,
  { body, timeout }: { body: string; timeout: number },
  socket?: Duplex,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = open();
    const fail = (error: Error) => {
      clearTimeout(timer);
      outgoing.destroy();
      socket?.destroy();
      reject(error);
    };
    // From the first byte to the last, not between two of them.
    const timer = setTimeout(() => fail(new Error('context deadline exceeded')), timeout);
    outgoing.on('error', fail);
    outgoing.on('close', () => fail(new Error('EOF')));
    outgoing.on('response', (response) => {
      // Only services are simulated; a real server cannot get itself passed over by this.
      if (socket !== undefined && response.headers['x-simulated-by'] !== undefined) {
        fail(new WebhookSimulated('the pods behind it answer nothing of the kind'));
        return;
      }
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > LARGEST_ANSWER) fail(new Error('the answer is too large'));
        else chunks.push(chunk);
      });
      response.on('error', fail);
      response.on('end', () => {
        clearTimeout(timer);
        if (response.statusCode === 200) resolve(Buffer.concat(chunks).toString());
        else fail(new Error(`it answered ${response.statusCode}`));
      });
    });
    outgoing.end(body);
  });
}
