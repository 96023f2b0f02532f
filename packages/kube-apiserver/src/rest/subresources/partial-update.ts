/** Subresources that take the whole object and change one part of it. */

import type { KubeObject } from '@luban/kube';
import { sameJson } from '../../json/json-value.ts';
import { fieldForbidden, invalidObject } from '../../validation/field-error.ts';
import type { ApiResponse } from '../../wire/api-request.ts';
import { expectedKind, isStored } from '../create.ts';
import { patched, readPatch } from '../patch.ts';
import { getObject, viewOptions } from '../read.ts';
import { acceptObject, readBody } from '../read-object.ts';
import { type Call, cloneObject, type Draft } from '../server-context.ts';
import { change } from '../update.ts';
import { respondDraft, respondObject } from '../views.ts';
import { writeQuery } from '../write-options.ts';

/** Takes over from the wanted object what the subresource is for. */
type TakeOver = (draft: Draft, wanted: KubeObject) => void;

interface PodSpec {
  ephemeralContainers?: { name?: string }[];
  containers?: { name?: string; resources?: unknown }[];
  finalizers?: string[];
}

/** `pods/ephemeralcontainers`: they may be added, and stay for good. */
const takeEphemeralContainers: TakeOver = (draft, wanted) => {
  const spec = draft.spec as PodSpec;
  const { ephemeralContainers = [] } = (wanted.spec ?? {}) as PodSpec;
  for (const before of spec.ephemeralContainers ?? []) {
    const after = ephemeralContainers.find(({ name }) => name === before.name);
    if (after === undefined || !sameJson(withoutDefaults(after), withoutDefaults(before))) {
      throw invalidObject({ group: '', kind: 'Pod' }, draft.metadata.name ?? '', [
        fieldForbidden('spec.ephemeralContainers', 'existing ephemeral containers may not be changed or removed'),
      ]);
    }
  }
  spec.ephemeralContainers = ephemeralContainers;
};

function withoutDefaults(container: object): object {
  return { ...container, terminationMessagePath: '', terminationMessagePolicy: '', imagePullPolicy: '' };
}

/** `pods/resize`: resources of containers that are there. */
const takeResources: TakeOver = (draft, wanted) => {
  const { containers = [] } = (wanted.spec ?? {}) as PodSpec;
  for (const container of (draft.spec as PodSpec).containers ?? []) {
    const match = containers.find(({ name }) => name === container.name);
    if (match?.resources !== undefined) container.resources = match.resources;
  }
};

/** `namespaces/finalize`: what still holds the namespace. */
const takeNamespaceFinalizers: TakeOver = (draft, wanted) => {
  const { finalizers } = (wanted.spec ?? {}) as PodSpec;
  draft.spec = { ...(draft.spec as object), finalizers: finalizers ?? [] };
  if ((finalizers ?? []).length === 0) delete (draft.spec as PodSpec).finalizers;
};

/** `certificatesigningrequests/approval`. */
const takeConditions: TakeOver = (draft, wanted) => {
  const { conditions } = (wanted.status ?? {}) as { conditions?: unknown };
  draft.status = { ...(draft.status as object), ...(conditions !== undefined && { conditions }) };
};

/** By `resource/subresource`. */
const PARTS: Readonly<Record<string, TakeOver>> = {
  'pods/ephemeralcontainers': takeEphemeralContainers,
  'pods/resize': takeResources,
  'namespaces/finalize': takeNamespaceFinalizers,
  'certificatesigningrequests/approval': takeConditions,
};

export const isPartialUpdate = (path: string): boolean => Object.hasOwn(PARTS, path);

export async function servePart(call: Call): Promise<ApiResponse> {
  const { info, request, type } = call;
  if (info.verb === 'get') return getObject(call);
  const options = viewOptions(call);
  const query = writeQuery(request);
  const wanted = await wantedObject(call, query);
  const takeOver = PARTS[`${info.resource}/${info.subresource}`]!;
  const result = await change(
    call,
    query,
    (newest) => {
      const asked = wanted(newest);
      const draft = cloneObject(newest);
      takeOver(draft, asked);
      draft.metadata.resourceVersion = asked.metadata.resourceVersion;
      return draft;
    },
    { trusted: true },
  );
  return isStored(result) ? respondObject(type, result, options) : respondDraft(type, result, options);
}

async function wantedObject(call: Call, query: ReturnType<typeof writeQuery>): Promise<(newest: KubeObject) => Draft> {
  const { info, request, type } = call;
  if (info.verb === 'update') {
    const draft = acceptObject(await readBody(request, type), expectedKind(type), query, (text) =>
      call.warnings.add(text),
    );
    return () => draft;
  }
  const patch = await readPatch(call);
  return (newest) => patched(call, patch, newest, query);
}
