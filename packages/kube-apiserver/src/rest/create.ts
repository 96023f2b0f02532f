import { alreadyExists, badRequest, type KubeObject, StatusError, timestamp } from '@luban/kube';
import type { AdmissionRequest } from '../admission/admission.ts';
import type { FieldFilter } from '../apply/field-filter.ts';
import { trackUpdate } from '../apply/track-update.ts';
import { forbiddenRequest } from '../auth/forbidden-message.ts';
import { groupResource, type ResourceType } from '../registry/resource-type.ts';
import { RevisionConflict, type StoredObject } from '../store/store.ts';
import { required } from '../validation/field-error.ts';
import type { ApiResponse } from '../wire/api-request.ts';
import {
  hasSlowPlugins,
  keyOf,
  mutate,
  refuse,
  stampNew,
  strategyContext,
  untilDurable,
  validateAtOnce,
  validateSlowly,
} from './commit.ts';
import { randomSuffix } from './generated-name.ts';
import { viewOptions } from './read.ts';
import { acceptObject, readBody } from './read-object.ts';
import { type Call, cloneObject, type Draft } from './server-context.ts';
import { respondDraft, respondObject } from './views.ts';
import { type WriteQuery, writeQuery } from './write-options.ts';

export async function createObject(call: Call): Promise<ApiResponse> {
  const { request, type } = call;
  const options = viewOptions(call);
  const query = writeQuery(request);
  const draft = acceptObject(await readBody(request, type), expectedKind(type), query, (text) =>
    call.warnings.add(text),
  );
  const result = await create(call, draft, query);
  return isStored(result) ? respondObject(type, result, options, 201) : respondDraft(type, result, options, 201);
}

export const expectedKind = (type: ResourceType) => ({
  group: type.group,
  version: type.version,
  kind: type.kind,
  schema: type.schema,
  custom: type.custom,
});

/**
 * Creates what the draft says, in the served version.
 *
 * @returns what was stored, or for a dry run the object that would have been
 * @throws StatusError
 */
export async function create(
  call: Call,
  draft: Draft,
  query: WriteQuery,
  managedFields?: KubeObject['metadata']['managedFields'],
): Promise<StoredObject | KubeObject> {
  const { type, server } = call;
  placeInNamespace(draft, call);
  if (draft.metadata.resourceVersion) throw badRequest('resourceVersion should not be set on objects to be created');
  delete draft.metadata.resourceVersion;
  if (!draft.metadata.name && !draft.metadata.generateName) {
    refuse(type, draft, [required('metadata.name', 'name or generateName is required')]);
  }
  let stored = toStored(type, draft);
  if (hasStatus(type)) delete stored.status;
  type.strategy.default?.(stored);
  const generates = !stored.metadata.name;
  if (generates) stored.metadata.name = generateName(stored.metadata.generateName!);
  const request = admissionRequest(call, stored, query);
  const waiting = mutate(call, request);
  if (waiting !== undefined) await waiting;
  stampNew(stored, call);
  stored.metadata.managedFields = managedFields ?? track(call, stored, query);
  if (hasSlowPlugins(server.admission, request)) {
    const preview = cloneObject(stored);
    prepare(call, preview);
    await validateSlowly(call, { ...request, object: preview });
  }
  for (let tries = 1; ; tries++) {
    const attempt = generates ? cloneObject(stored) : stored;
    const { name } = attempt.metadata;
    prepare(call, attempt);
    validateAtOnce(call, { ...request, name: name!, object: attempt });
    warnings(call, attempt);
    if (query.dryRun) {
      if (server.store.newest(type.storageKey, keyOf(type, attempt))) throw alreadyExists(groupResource(type), name!);
      return fromStored(type, attempt);
    }
    try {
      return await server.store.write({
        resource: type.storageKey,
        key: keyOf(type, attempt),
        object: attempt,
        expected: 0,
        lifetime: type.strategy.lifetime,
      });
    } catch (error) {
      if (!(error instanceof RevisionConflict)) throw error;
      if (!generates || tries === 8) {
        if (error.newest !== undefined) await untilDurable(call, error.newest);
        throw alreadyExists(groupResource(type), name!);
      }
      stored = { ...stored, metadata: { ...stored.metadata, name: generateName(stored.metadata.generateName!) } };
    }
  }
}

/**
 * PUT and apply may create too, for whoever may create.
 *
 * @throws StatusError 403
 */
export function allowCreation({ server, user, info }: Call): void {
  const attributes = { user, ...info, verb: 'create' };
  const { allowed, reason } = server.authorizer.authorize(attributes);
  if (!allowed) throw forbiddenRequest(attributes, reason);
}

export const isStored = (result: StoredObject | KubeObject): result is StoredObject =>
  'json' in result && 'revision' in result;

export function toStored(type: ResourceType, draft: Draft): Draft {
  return type.conversion === undefined ? draft : type.conversion.toStored(draft);
}

export function fromStored(type: ResourceType, object: KubeObject): KubeObject {
  return type.conversion === undefined ? object : type.conversion.fromStored(object);
}

export const hasStatus = ({ subresources }: ResourceType) => subresources.some(({ name }) => name === 'status');

/** What a write to the object, or to its subresource, does not own whatever it says of it. */
export function ignoredFields(type: ResourceType, subresource: string): FieldFilter | undefined {
  if (!hasStatus(type)) return undefined;
  if (subresource === 'status') return { only: [['status']] };
  return subresource === '' ? { except: [['status']] } : undefined;
}

function prepare(call: Call, draft: Draft): void {
  const context = strategyContext(call.server, call.user);
  const { strategy } = call.type;
  strategy.prepareForCreate?.(draft, context);
  refuse(call.type, draft, strategy.validate?.(draft, context, undefined) ?? []);
}

function track({ type, server }: Call, updated: Draft, { manager }: WriteQuery) {
  return trackUpdate({
    old: undefined,
    updated,
    manager,
    typed: type.schema,
    subresource: '',
    now: timestamp(server.clock.now()),
    ignoredFields: ignoredFields(type, ''),
  });
}

function admissionRequest(call: Call, object: Draft, query: WriteQuery): AdmissionRequest {
  return {
    operation: 'CREATE',
    type: call.type,
    subresource: '',
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name ?? '',
    object,
    options: {},
    user: call.user,
    dryRun: query.dryRun,
    warn: (sentence) => call.warnings.add(sentence),
  };
}

export function placeInNamespace(draft: Draft, { type, info }: Pick<Call, 'type' | 'info'>): void {
  const { metadata } = draft;
  if (!type.namespaced) {
    // Charts put a namespace on everything; Kubernetes takes it off again without a word.
    delete metadata.namespace;
    return;
  }
  if (metadata.namespace && metadata.namespace !== info.namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  if (info.namespace === '') {
    throw new StatusError({
      message: 'an empty namespace may not be set during creation',
      reason: 'BadRequest',
      code: 400,
    });
  }
  metadata.namespace = info.namespace;
}

function warnings(call: Call, object: KubeObject): void {
  for (const sentence of call.type.strategy.warnings?.(object, undefined) ?? []) call.warnings.add(sentence);
}

/** Names are cut so that the suffix fits; Source: k8s.io/apiserver/pkg/storage/names. */
function generateName(prefix: string): string {
  return `${prefix.slice(0, 63 - 5)}${randomSuffix(5)}`;
}
