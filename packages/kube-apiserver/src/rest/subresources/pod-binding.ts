/** `pods/binding`, and `bindings`: the scheduler's decision. Source: k8s.io/kubernetes/pkg/registry/core/pod/storage. */
import { badRequest, conflict, type KubeObject, timestamp } from '@luban/kube';
import type { ApiResponse } from '../../wire/api-request.ts';
import { jsonValue } from '../../wire/respond.ts';
import { acceptObject, readBody } from '../read-object.ts';
import { type Call, cloneObject } from '../server-context.ts';
import { change } from '../update.ts';
import { writeQuery } from '../write-options.ts';

const BINDING = { group: '', version: 'v1', kind: 'Binding', schema: undefined, custom: false };

interface Condition {
  type: string;
  status: string;
  [field: string]: unknown;
}

export async function bindPod(call: Call): Promise<ApiResponse> {
  const { request, server } = call;
  const query = writeQuery(request);
  const binding = acceptObject(await readBody(request, call.type), BINDING, query, (text) => call.warnings.add(text));
  const target = binding.target as { kind?: unknown; name?: unknown } | undefined;
  if (typeof target?.name !== 'string' || target.name === '') throw badRequest('target.name: Required value');
  if (target.kind !== undefined && target.kind !== '' && target.kind !== 'Node') {
    throw badRequest(
      `target.kind: Unsupported value: ${JSON.stringify(target.kind)}: supported values: "Node", "<empty>"`,
    );
  }
  const node = target.name;
  const { name } = call.info;
  await change(
    call,
    query,
    (newest) => {
      const spec = newest.spec as { nodeName?: string; schedulingGates?: unknown[] };
      if (newest.metadata.deletionTimestamp)
        throw conflict(PODS, name, `pod ${name} is being deleted, cannot be assigned to a host`);
      if (spec.nodeName) throw conflict(PODS, name, `pod ${name} is already assigned to node "${spec.nodeName}"`);
      if (spec.schedulingGates?.length) throw conflict(PODS, name, `pod ${name} has non-empty .spec.schedulingGates`);
      const draft = cloneObject(newest);
      draft.spec = { ...spec, nodeName: node };
      const annotations = { ...newest.metadata.annotations, ...binding.metadata.annotations };
      if (Object.keys(annotations).length > 0) draft.metadata.annotations = annotations;
      draft.status = { ...(draft.status as object), conditions: scheduled(newest, timestamp(server.clock.now())) };
      return draft;
    },
    { trusted: true },
  );
  return jsonValue(201, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 });
}

const PODS = { group: '', resource: 'pods/binding' };

function scheduled(pod: KubeObject, now: string): Condition[] {
  const { conditions = [] } = (pod.status ?? {}) as { conditions?: Condition[] };
  const others = conditions.filter(({ type }) => type !== 'PodScheduled');
  return [...others, { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: now }];
}
