/** `…/scale`: the number of replicas of whatever has one, as Scale of autoscaling/v1. */
import { badRequest, type KubeObject, notFound, unknownResource } from '@luban/kube';
import { scalePrinter } from '../../printers/scale-printer.ts';
import { groupResource, type ResourceType } from '../../registry/resource-type.ts';
import { fieldForbidden, invalidObject, invalidValue } from '../../validation/field-error.ts';
import type { ApiResponse } from '../../wire/api-request.ts';
import { fromStored, isStored } from '../create.ts';
import { patched, readPatch } from '../patch.ts';
import { existing, viewOptions } from '../read.ts';
import { acceptObject, readBody } from '../read-object.ts';
import { servedObject } from '../served-object.ts';
import { type Call, cloneObject, type Draft } from '../server-context.ts';
import { change } from '../update.ts';
import { respondDraft } from '../views.ts';
import { type WriteQuery, writeQuery } from '../write-options.ts';

export async function serveScale(call: Call): Promise<ApiResponse> {
  const { info, request, type } = call;
  if (type.scale === undefined) throw unknownResource();
  const options = viewOptions(call);
  const respond = (object: KubeObject) =>
    respondDraft({ ...type, printer: scalePrinter }, scaleOf(type, object), options);
  if (info.verb === 'get') return respond(servedObject(type, existing(call)));
  const query = writeQuery(request);
  const wanted = info.verb === 'update' ? await fromBody(call, query) : await fromPatch(call, query);
  const result = await change(call, query, (newest) => {
    const scale = wanted(newest);
    const { resourceVersion } = scale.metadata;
    const draft = cloneObject(type.scale!.write(newest, replicasOf(scale)));
    draft.metadata.resourceVersion = resourceVersion;
    return draft;
  });
  return respond(isStored(result) ? servedObject(type, result) : fromStored(type, result));
}

type Wanted = (newest: KubeObject) => Draft;

async function fromBody(call: Call, query: WriteQuery): Promise<Wanted> {
  const scale = acceptObject(await readBody(call.request, call.type), SCALE, query, (text) => call.warnings.add(text));
  if (scale.metadata.name && scale.metadata.name !== call.info.name) {
    throw badRequest(
      `the name of the object (${scale.metadata.name}) does not match the name on the URL (${call.info.name})`,
    );
  }
  return () => scale;
}

async function fromPatch(call: Call, query: WriteQuery): Promise<Wanted> {
  const { type } = call;
  // A Scale is patched by its own schema, which nothing but names has lists or maps in.
  const patch = await readPatch({ request: call.request, type: { ...type, custom: true } });
  if (patch.kind === 'apply') {
    return (newest) => {
      const applied = acceptObject(patch, SCALE, query, (text) => call.warnings.add(text));
      return { ...scaleOf(type, newest), spec: applied.spec } as Draft;
    };
  }
  const asScale: ResourceType = { ...type, ...SCALE, schema: { schema: {}, source: { resolve: (schema) => schema } } };
  return (newest) =>
    patched({ ...call, type: asScale }, patch, scaleOf(type, newest), { ...query, fieldValidation: 'Ignore' });
}

const SCALE = { group: 'autoscaling', version: 'v1', kind: 'Scale', schema: undefined, custom: true };

function scaleOf(type: ResourceType, object: KubeObject): KubeObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const { replicas, statusReplicas, selector } = type.scale!.read(object);
  if (replicas === undefined && type.custom) {
    throw notFound(
      groupResource(type),
      `${name}: the spec replicas field "${type.scale!.replicasPath.join('.')}" does not exist`,
    );
  }
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { ...(replicas && { replicas }) },
    status: { replicas: statusReplicas, ...(selector && { selector }) },
  };
}

function replicasOf(scale: Draft): number {
  const replicas: unknown = (scale.spec as { replicas?: unknown } | undefined)?.replicas ?? 0;
  const name = scale.metadata.name ?? '';
  if (typeof replicas !== 'number' || !Number.isInteger(replicas) || replicas > 2 ** 31 - 1) {
    throw invalidObject(SCALE, name, [fieldForbidden('spec.replicas', 'must be a 32-bit integer')]);
  }
  if (replicas < 0) {
    throw invalidObject(SCALE, name, [invalidValue('spec.replicas', replicas, 'must be greater than or equal to 0')]);
  }
  return replicas;
}
