import { text } from 'node:stream/consumers';
import { type RenderedObject, stampLabel } from '@luban/extension-package/helm';
import { type KubeObject, StatusError } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { KUBESPHERE_LABELS } from '../catalogue/objects.ts';
import { Refusal } from '../refusal.ts';
import { executorOf } from './executor.ts';
import { requestFailure } from './helm-failure.ts';
import { getIfThere } from './object-refs.ts';
import type { ReleaseTarget, RunOptions } from './releases.ts';

const DEFINITIONS = { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' } as const;

interface Definition extends KubeObject {
  status?: { conditions?: { type: string; status: string }[] };
}

/** Milliseconds that a cluster has for serving a kind. */
const SERVED_WITHIN = 60_000;

/** Which of the definitions the cluster does not have. */
export async function missingDefinitions(client: KubeClient, definitions: readonly RenderedObject[]) {
  const there = await Promise.all(
    definitions.map(async ({ name }) => (await getIfThere(client, { ...DEFINITIONS, name })) !== undefined),
  );
  return definitions.filter((_, i) => !there[i]);
}

/**
 * Makes definitions that are not there, in the name of the executor. Helm itself does so at the first installation alone, so that
 * a later version would lack those it brings anew. What is there is never changed: objects of others may depend on it.
 */
export async function makeDefinitions(
  target: ReleaseTarget,
  definitions: readonly RenderedObject[],
  { signal, log }: Pick<RunOptions, 'signal' | 'log'>,
): Promise<void> {
  const { user } = executorOf(target);
  for (const { text: yaml, name } of definitions) {
    signal.throwIfAborted();
    const { status, body } = await target.cluster.connection.request({
      method: 'POST',
      path: `/apis/${DEFINITIONS.group}/${DEFINITIONS.version}/${DEFINITIONS.resource}`,
      headers: { 'impersonate-user': user, 'content-type': 'application/yaml', accept: 'application/json' },
      body: stampLabel(yaml, KUBESPHERE_LABELS.extension, target.extension) ?? yaml,
      signal,
    });
    const answer = JSON.parse(await text(body)) as { message?: string; reason?: string };
    if (status < 400) log(`created CustomResourceDefinition ${name}`);
    else if (answer.reason !== 'AlreadyExists')
      throw requestFailure(target, new StatusError({ ...answer, code: status }));
  }
  await served(target, definitions, signal);
}

async function served(target: ReleaseTarget, definitions: readonly RenderedObject[], signal: AbortSignal) {
  const client = target.cluster.connection.client();
  const deadline = performance.now() + SERVED_WITHIN;
  for (const { name } of definitions) {
    for (;;) {
      signal.throwIfAborted();
      const known = await getIfThere<Definition>(client, { ...DEFINITIONS, name });
      const isServed = known?.status?.conditions?.some(
        ({ type, status }) => type === 'Established' && status === 'True',
      );
      if (isServed) break;
      if (performance.now() > deadline) {
        throw new Refusal(504, 'LB7527', { definition: name, cluster: target.cluster.name });
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
