import { type HelmRunOptions, jsonChart, type RenderedObject, stampLabel } from '@luban/extension-package/helm';
import { isStatusError, type KubeObject } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { KUBESPHERE_LABELS } from '../catalogue/objects.ts';
import { Refusal } from '../refusal.ts';
import { executorClient } from './executor.ts';
import { FILES, local } from './helm-commands.ts';
import { helmFailure, requestFailure } from './helm-failure.ts';
import { getIfThere } from './object-refs.ts';
import type { ReleaseRunner } from './release-runner.ts';
import type { ReleaseTarget } from './releases.ts';

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
 * Makes definitions that are not there, in the name of the executor. Helm itself does so at the first installation alone,
 * so that a later version would lack those it brings anew. What is there is never changed: objects of others may depend on
 * it.
 */
export async function makeDefinitions(
  target: ReleaseTarget,
  definitions: readonly RenderedObject[],
  { runner, ...options }: HelmRunOptions & { runner: ReleaseRunner },
): Promise<void> {
  if (definitions.length === 0) return;
  const names = { release: target.name, namespace: target.namespace };
  const texts = definitions.map(({ text }) => stampLabel(text, KUBESPHERE_LABELS.extension, target.extension) ?? text);
  const files = { [FILES.chart]: await jsonChart(texts) };
  const command = { action: 'render', actsAs: 'nobody', ...names, files, args: local(names) } as const;
  const outcome = await runner.run(target, command, options);
  if (outcome.code !== 0) throw helmFailure(target, outcome);
  const client = executorClient(target);
  for (const line of outcome.stdout.split('\n')) {
    if (!line.startsWith('{')) continue;
    options.signal.throwIfAborted();
    const definition = JSON.parse(line) as KubeObject;
    try {
      await client.create(DEFINITIONS, definition);
      options.log(`created CustomResourceDefinition ${definition.metadata?.name}`);
    } catch (error) {
      if (!isStatusError(error, 'AlreadyExists')) throw requestFailure(target, error);
    }
  }
  await served(target, definitions, options.signal);
}

async function served(target: ReleaseTarget, definitions: readonly RenderedObject[], signal: AbortSignal) {
  const client = target.cluster.connection.client();
  const deadline = performance.now() + SERVED_WITHIN;
  for (const { name } of definitions) {
    for (;;) {
      signal.throwIfAborted();
      const known = await getIfThere<Definition>(client, { ...DEFINITIONS, name });
      const conditions = known?.status?.conditions ?? [];
      if (conditions.some(({ type, status }) => type === 'Established' && status === 'True')) break;
      if (performance.now() > deadline) {
        throw new Refusal(504, 'LB7527', { definition: name, cluster: target.cluster.name });
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
