import type { KubeObject } from '@luban/kube';
import { type ResourceRef, resourcePath } from '@luban/kube/client';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parse as parseYaml } from 'yaml';
import { pathOf } from '../../errors.ts';
import { Refusal } from '../../refusal.ts';
import { recordOf } from '../json.ts';
import { bindObject, WORKSPACE_LABEL } from './bind-object.ts';
import { bodyText, objectOf } from './body.ts';
import type { ServedRequest } from './dynamic-resources.ts';
import { askAs, type WholeAnswer, wholeAnswer } from './impersonated.ts';

const WRITE_PARAMETERS = ['dryRun', 'fieldManager', 'fieldValidation', 'force', 'pretty'];
const DELETE_PARAMETERS = ['dryRun', 'gracePeriodSeconds', 'propagationPolicy', 'orphanDependents'];

/** Get, create, update, patch and delete, each in the name of the person and for the object that the address names. */
export async function answerObject(
  request: FastifyRequest,
  reply: FastifyReply,
  served: ServedRequest,
): Promise<FastifyReply> {
  const { asked, kind, lists } = served;
  const { verb } = asked;
  const answer = Object.hasOwn(VERBS, verb) ? await VERBS[verb]!(request, served) : undefined;
  if (answer === undefined) {
    throw new Refusal(405, 'LB5420', { verb, resource: `${kind.resource}.${kind.group}` });
  }
  if (verb !== 'get' && verb !== 'delete' && answer.object !== undefined && !isDryRun(served)) {
    await lists.settle(kind, answer.object);
  }
  return reply
    .code(answer.status)
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(answer.text);
}

type Answering = (request: FastifyRequest, served: ServedRequest) => Promise<WholeAnswer>;

const VERBS: Readonly<Record<string, Answering>> = {
  async get(request, served) {
    const answer = await ask(served, 'GET', refOf(served));
    if (answer.object !== undefined) requireWorkspace(request, served, answer.object);
    return answer;
  },
  async create(request, served) {
    if (served.asked.name !== undefined) throw notHere(request);
    const object = bindObject(await jsonBody(request), served.kind, writable(served));
    return ask(served, 'POST', refOf(served), { query: WRITE_PARAMETERS, body: object });
  },
  async update(request, served) {
    if (served.asked.name === undefined) throw notHere(request);
    const object = bindObject(await jsonBody(request), served.kind, writable(served));
    const current = await inWorkspace(request, served);
    if (current !== undefined) pin(object, current);
    return ask(served, 'PUT', refOf(served), { query: WRITE_PARAMETERS, body: object });
  },
  async patch(request, served) {
    if (served.asked.name === undefined) throw notHere(request);
    writable(served);
    const text = await bodyText(request.raw);
    const type = mediaType(request);
    const current = await inWorkspace(request, served);
    if (current === undefined) return ask(served, 'PATCH', refOf(served), { query: WRITE_PARAMETERS, text, type });
    return patchInWorkspace(served, { text: pinnedPatch(text, type, current), type });
  },
  async delete(request, served) {
    if (served.asked.name === undefined) throw notHere(request);
    writable(served);
    const text = await bodyText(request.raw);
    const options = text === '' ? {} : objectOf(text);
    const current = await inWorkspace(request, served);
    if (current !== undefined) {
      const { uid, resourceVersion } = current.metadata;
      options.preconditions = { ...recordOf(options.preconditions), uid, resourceVersion };
    }
    const body = { apiVersion: 'v1', kind: 'DeleteOptions', ...options };
    return ask(served, 'DELETE', refOf(served), { query: DELETE_PARAMETERS, body });
  },
};

/** A patch may say anything: what it would make of the object is looked at before it does. */
async function patchInWorkspace(served: ServedRequest, patch: { text: string; type: string }): Promise<WholeAnswer> {
  const wouldBe = await ask(served, 'PATCH', refOf(served), { ...patch, query: WRITE_PARAMETERS, dryRun: true });
  if (wouldBe.object === undefined) return wouldBe;
  bindObject(wouldBe.object, served.kind, served.asked);
  if (wouldBe.object.metadata.labels?.[WORKSPACE_LABEL] !== served.asked.workspace) {
    throw new Refusal(400, 'LB5416', {
      field: `metadata.labels['${WORKSPACE_LABEL}']`,
      written: '(none)',
      wanted: served.asked.workspace ?? '',
    });
  }
  return ask(served, 'PATCH', refOf(served), { ...patch, query: WRITE_PARAMETERS });
}

/** The patch, for the version of the object that was looked at and no other. */
function pinnedPatch(text: string, type: string, { metadata }: KubeObject): string {
  const { resourceVersion } = metadata;
  if (type === 'application/json-patch+json') {
    const patch: unknown = parsed(text, JSON.parse);
    if (!Array.isArray(patch)) throw new Refusal(400, 'LB5015', { reason: 'a JSON patch is a list' });
    const test = { op: 'test', path: '/metadata/resourceVersion', value: resourceVersion };
    return JSON.stringify([test, ...patch]);
  }
  const patch = recordOf(parsed(text, type.endsWith('yaml') ? (yaml) => parseYaml(yaml) as unknown : JSON.parse));
  const own = { ...recordOf(patch.metadata) };
  own.resourceVersion ??= resourceVersion;
  return JSON.stringify({ ...patch, metadata: own });
}

function parsed(text: string, parse: (text: string) => unknown): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new Refusal(400, 'LB5015', { reason: error instanceof Error ? error.message.slice(0, 200) : 'no JSON' });
  }
}

/** The object as it is now, when the address names a workspace. @throws Refusal 404 when it belongs to another */
async function inWorkspace(request: FastifyRequest, served: ServedRequest): Promise<KubeObject | undefined> {
  if (served.asked.workspace === undefined) return undefined;
  const { object } = await ask(served, 'GET', { ...refOf(served), subresource: undefined });
  // Not to be seen: the write itself is answered by the cluster, with the reason.
  if (object === undefined) throw notHere(request);
  requireWorkspace(request, served, object);
  return object;
}

function requireWorkspace(request: FastifyRequest, { asked }: ServedRequest, { metadata }: KubeObject): void {
  if (asked.workspace !== undefined && metadata.labels?.[WORKSPACE_LABEL] !== asked.workspace) throw notHere(request);
}

/** Writes only to the version that was looked at. */
function pin(object: Record<string, unknown>, { metadata }: KubeObject): void {
  const own = object.metadata as Record<string, unknown>;
  own.resourceVersion ||= metadata.resourceVersion;
}

/** @throws Refusal 400: a namespaced object is written at the address of its namespace */
function writable({ asked, kind }: ServedRequest): ServedRequest['asked'] {
  if (kind.namespaced && asked.namespace === undefined) {
    throw new Refusal(400, 'LB5417', { resource: `${kind.resource}.${kind.group}` });
  }
  return asked;
}

function notHere(request: FastifyRequest): Refusal {
  return new Refusal(404, 'LB5005', { path: pathOf(request) });
}

async function jsonBody(request: FastifyRequest): Promise<Record<string, unknown>> {
  const type = mediaType(request);
  if (type !== 'application/json') {
    throw new Refusal(415, 'LB5015', { reason: `objects are taken as application/json, not ${type || 'as nothing'}` });
  }
  return objectOf(await bodyText(request.raw));
}

function mediaType(request: FastifyRequest): string {
  return (request.headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
}

function refOf({ kind, asked }: ServedRequest): ResourceRef {
  const { group, version, resource } = kind;
  const { namespace, name, subresource } = asked;
  return { group, version, resource, namespace, name, subresource };
}

function isDryRun({ query }: ServedRequest): boolean {
  return new URLSearchParams(query).has('dryRun');
}

interface AskOptions {
  /** Names of the parameters that go along. */
  query?: readonly string[];
  body?: object;
  text?: string;
  type?: string;
  dryRun?: boolean;
}

async function ask(
  { cluster, identity, query }: ServedRequest,
  method: string,
  ref: ResourceRef,
  { query: names = [], body, text, type = 'application/json', dryRun }: AskOptions = {},
): Promise<WholeAnswer> {
  const given = new URLSearchParams(query);
  const passed = new URLSearchParams();
  for (const name of names) for (const value of given.getAll(name)) passed.append(name, value);
  if (dryRun) passed.set('dryRun', 'All');
  const path = resourcePath(ref);
  const response = await askAs(identity, cluster, {
    method,
    path: passed.size === 0 ? path : `${path}?${passed}`,
    body: text ?? (body && JSON.stringify(body)),
    contentType: body !== undefined || text !== undefined ? type : undefined,
  });
  return wholeAnswer(response);
}
