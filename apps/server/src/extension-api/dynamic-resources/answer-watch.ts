import { resourcePath } from '@luban/kube/client';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { pour } from '../upstream/pour.ts';
import { whenIdentityEnds } from '../when-identity-ends.ts';
import { WORKSPACE_LABEL } from './bind-object.ts';
import type { ServedRequest } from './dynamic-resources.ts';
import { askAs } from './impersonated.ts';

const PASSED = [
  'resourceVersion',
  'resourceVersionMatch',
  'allowWatchBookmarks',
  'sendInitialEvents',
  'timeoutSeconds',
  'fieldSelector',
];

/** Changes as the cluster tells them to the person, those of the workspace alone when the address names one. */
export async function answerWatch(
  request: FastifyRequest,
  reply: FastifyReply,
  { cluster, identity, asked, query, kind }: ServedRequest,
): Promise<FastifyReply> {
  const given = new URLSearchParams(query);
  const passed = new URLSearchParams({ watch: 'true' });
  for (const name of PASSED) for (const value of given.getAll(name)) passed.append(name, value);
  if (asked.name !== undefined) passed.set('fieldSelector', `metadata.name=${asked.name}`);
  const selectors = [given.get('labelSelector'), asked.workspace && `${WORKSPACE_LABEL}=${asked.workspace}`];
  const labelSelector = selectors.filter(Boolean).join(',');
  if (labelSelector !== '') passed.set('labelSelector', labelSelector);
  const end = new AbortController();
  reply.raw.once('close', () => end.abort());
  whenIdentityEnds(request, reply, () => end.abort(), { lasts: true });
  const { status, headers, body } = await askAs(identity, cluster, {
    method: 'GET',
    path: `${resourcePath({ ...kind, namespace: asked.namespace })}?${passed}`,
    accept: request.headers.accept?.includes('json') ? request.headers.accept : 'application/json',
    signal: end.signal,
    answersWithin: 0,
  });
  const type = [String(headers['content-type'] ?? 'application/json')];
  pour(reply, {
    status,
    headers: new Map([
      ['content-type', type],
      ['cache-control', ['no-store']],
    ]),
    body,
  });
  return reply;
}
