/** PATCH in its four kinds. */

import { badRequest, type KubeObject, notFound, StatusError, timestamp, unsupportedMediaType } from '@luban/kube';
import { serverSideApply } from '../apply/server-side-apply.ts';
import { cloneJson } from '../json/clone-json.ts';
import { applyJsonPatch } from '../patch/json-patch.ts';
import { applyMergePatch } from '../patch/merge-patch.ts';
import { applyStrategicMergePatch } from '../patch/strategic-merge-patch.ts';
import { groupResource, type ResourceType } from '../registry/resource-type.ts';
import { omitEmpty } from '../schema/omit-empty.ts';
import type { ApiResponse } from '../wire/api-request.ts';
import { allowCreation, create, expectedKind, ignoredFields, isStored, placeInNamespace } from './create.ts';
import { viewOptions } from './read.ts';
import { acceptObject, BODY_LIMIT, type Decoded, decodeJson, decodeYaml, mediaType } from './read-object.ts';
import { type Call, cloneObject, type Draft } from './server-context.ts';
import { change, current } from './update.ts';
import { respondDraft, respondObject } from './views.ts';
import { type WriteQuery, writeQuery } from './write-options.ts';

export type PatchKind = 'json' | 'merge' | 'strategic' | 'apply';

const KINDS: Readonly<Record<string, PatchKind>> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
  'application/apply-patch+yaml': 'apply',
};

export async function patchObject(call: Call): Promise<ApiResponse> {
  const { request, type } = call;
  const options = viewOptions(call);
  const query = writeQuery(request);
  const patch = await readPatch(call);
  if (patch.kind === 'apply') return apply(call, patch, query);
  const result = await change(call, query, (newest) => patched(call, patch, newest, query));
  return isStored(result) ? respondObject(type, result, options) : respondDraft(type, result, options);
}

export interface Patch extends Decoded {
  kind: PatchKind;
}

/** @throws StatusError 400, 413, 415 */
export async function readPatch({ request, type }: Pick<Call, 'request' | 'type'>): Promise<Patch> {
  const media = mediaType(request.headers['content-type']);
  const kind = Object.hasOwn(KINDS, media) ? KINDS[media] : undefined;
  if (kind === undefined || (kind === 'strategic' && type.custom)) {
    const accepted = Object.keys(KINDS).filter((name) => !(type.custom && KINDS[name] === 'strategic'));
    throw unsupportedMediaType(accepted);
  }
  const bytes = await request.body(BODY_LIMIT);
  return { kind, ...(kind === 'apply' ? decodeYaml(bytes) : decodeJson(bytes)) };
}

/** The object after a patch other than an apply; what comes out is checked like the body of a PUT. */
export function patched(
  call: Pick<Call, 'type' | 'info' | 'warnings'>,
  patch: Patch,
  newest: KubeObject,
  query: WriteQuery,
): Draft {
  const { type, info, warnings } = call;
  const value = patchedValue(type, patch, newest);
  const draft = acceptObject(
    { value: cloneJson(value), duplicates: patch.duplicates },
    expectedKind(type),
    query,
    (text) => warnings.add(text),
  );
  if (draft.metadata.name !== info.name) {
    throw badRequest(
      `the name of the object (${String(draft.metadata.name)}) does not match the name on the URL (${info.name})`,
    );
  }
  placeInNamespace(draft, call);
  return draft;
}

function patchedValue(type: ResourceType, { kind, value }: Patch, newest: KubeObject): unknown {
  if (kind === 'json') return applyJsonPatch(newest, value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badRequest('error decoding patch: json: cannot unmarshal into Go value of type map[string]interface {}');
  }
  return kind === 'merge' ? applyMergePatch(newest, value) : applyStrategicMergePatch(newest, value, type.schema);
}

async function apply(call: Call, decoded: Decoded, query: WriteQuery): Promise<ApiResponse> {
  const { type, info, server } = call;
  const options = viewOptions(call);
  checkApplyOptions(query);
  const applied = acceptObject(decoded, expectedKind(type), query, (text) => call.warnings.add(text));
  if (applied.metadata.managedFields?.length) throw badRequest('metadata.managedFields must be nil');
  delete applied.metadata.managedFields;
  if (applied.metadata.name && applied.metadata.name !== info.name) {
    throw badRequest(
      `the name of the object (${applied.metadata.name}) does not match the name on the URL (${info.name})`,
    );
  }
  applied.metadata.name = info.name;
  placeInNamespace(applied, call);
  const merge = (live: KubeObject | undefined) => {
    const { object } = serverSideApply({
      live,
      applied,
      manager: query.manager,
      force: query.force ?? false,
      typed: type.schema,
      subresource: info.subresource,
      now: timestamp(server.clock.now()),
      ignoredFields: ignoredFields(type, info.subresource),
    });
    const draft = cloneObject(object);
    omitEmpty(draft, type.schema);
    return draft;
  };
  for (let tries = 1; ; tries++) {
    const live = current(call);
    if (live === undefined && info.subresource !== '') throw notFound(groupResource(type), info.name);
    if (live === undefined) {
      if (applied.metadata.uid) {
        throw new StatusError({
          message: `Operation cannot be fulfilled on ${type.resource} "${info.name}": uid mismatch: the provided object specified uid ${applied.metadata.uid}, and no existing object was found`,
          reason: 'Conflict',
          code: 409,
        });
      }
      allowCreation(call);
      const draft = merge(undefined);
      const { managedFields } = draft.metadata;
      delete draft.metadata.resourceVersion;
      try {
        const result = await create(call, draft, query, managedFields);
        return isStored(result) ? respondObject(type, result, options, 201) : respondDraft(type, result, options, 201);
      } catch (error) {
        // Somebody else created it meanwhile: then this is an apply to what they made.
        if (tries > 1 || !(error instanceof StatusError) || error.reason !== 'AlreadyExists') throw error;
        continue;
      }
    }
    const result = await change(call, query, merge, { appliesFields: true });
    return isStored(result) ? respondObject(type, result, options) : respondDraft(type, result, options);
  }
}

function checkApplyOptions({ namesManager }: WriteQuery): void {
  if (namesManager) return;
  throw new StatusError({
    message: 'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    reason: 'Invalid',
    details: {
      group: 'meta.k8s.io',
      kind: 'PatchOptions',
      causes: [
        { reason: 'FieldValueRequired', message: 'Required value: is required for apply patch', field: 'fieldManager' },
      ],
    },
    code: 422,
  });
}
