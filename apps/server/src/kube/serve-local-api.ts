import type { MessagePort } from 'node:worker_threads';
import { requestEntityTooLarge } from '@luban/kube';
import { type ApiHandler, identityHeaders, MASTERS, PartedBody, responseBytes } from '@luban/kube-apiserver';
import { inBatches, type LocalRequest, type LocalResponse } from '../clusters/local-api.ts';

/** As the gateway's own certificate says: it may speak in everybody's name. */
const GATEWAY = { username: 'kubernetes-admin', groups: [MASTERS, 'system:authenticated'] };

type Route = (path: string) => { handler: ApiHandler; path: string };

/**
 * The thread's end of `LocalApi`.
 *
 * @param route the handler of a path, and the rest of it
 */
export function serveLocalApi(port: MessagePort, route: Route): void {
  const lent = new Set<ArrayBuffer>();
  const post = inBatches<LocalResponse>((batch) => {
    const transfer = [...lent];
    lent.clear();
    port.postMessage(batch, transfer);
  });
  port.on('message', (batch: LocalRequest[]) => {
    for (const request of batch) {
      void answer(request, route).then(({ response, isLent }) => {
        if (isLent) lent.add(response[3].buffer as ArrayBuffer);
        post(response);
      });
    }
  });
}

/** `isLent`: nobody else has the body's memory, so that it may go over as it is. */
async function answer(
  [id, method, url, lines, body = NOTHING]: LocalRequest,
  route: Route,
): Promise<{ response: LocalResponse; isLent: boolean }> {
  const mark = url.indexOf('?');
  const { handler, path } = route(mark < 0 ? url : url.slice(0, mark));
  const raw = lines === '' ? [] : lines.split('\n');
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const response = await handler.handle({
    method,
    path,
    query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
    headers: joinedHeaders(raw),
    identity: identityHeaders(raw),
    user: GATEWAY,
    remoteAddress: '',
    async body(limit) {
      if (bytes.length > limit) throw requestEntityTooLarge(`Request entity too large: limit is ${limit}`);
      return bytes;
    },
  });
  const content = await responseBytes(response.body);
  // What crosses is the whole memory that a view is of.
  const exact = content.length === content.buffer.byteLength ? content : new Uint8Array(content);
  return {
    response: [id, response.status, headerLines(response.headers), exact],
    // A list was joined for this alone; the JSON of an object is the store's.
    isLent: response.body instanceof PartedBody,
  };
}

const NOTHING = new Uint8Array();

function joinedHeaders(raw: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = Object.create(null);
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i]!;
    const known = headers[name];
    headers[name] = known === undefined ? raw[i + 1]! : `${known}, ${raw[i + 1]}`;
  }
  return headers;
}

function headerLines(headers: Readonly<Record<string, string | string[]>>): string {
  const lines: string[] = [];
  for (const [name, value] of Object.entries(headers)) {
    for (const one of typeof value === 'string' ? [value] : value) lines.push(name, one.replaceAll(/[\r\n]+/g, ' '));
  }
  return lines.join('\n');
}
