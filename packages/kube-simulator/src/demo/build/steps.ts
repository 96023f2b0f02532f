import { isStatusError } from '@luban/kube';
import type { KubeClient, ResourceRef } from '@luban/kube/client';
import type { Deployment } from '@luban/kube/kinds';
import { pause } from '../pause.ts';
import type { DemoStep } from './theme.ts';

/** How often a step looks whether the controllers have come to it, in milliseconds. */
const LOOK_EVERY = 15;

/** Gives a Deployment a history: one revision after the other, each with the reason that `kubectl` shows. */
export function rollout(
  namespace: string,
  name: string,
  container: string,
  revisions: readonly { image: string; cause: string }[],
): DemoStep {
  const ref = { group: 'apps', version: 'v1', resource: 'deployments', namespace, name };
  return async (client, signal) => {
    const { spec } = await observed(client, ref, signal);
    const current = spec.template.spec.containers.find((other) => other.name === container)?.image;
    const done = revisions.findIndex(({ image }) => image === current);
    for (const { image, cause } of revisions.slice(done + 1)) {
      await client.patch(ref, 'strategic', {
        metadata: { annotations: { 'kubernetes.io/change-cause': cause } },
        spec: { template: { spec: { containers: [{ name: container, image }] } } },
      });
      await observed(client, ref, signal);
    }
  };
}

/** Stops a Deployment's rollouts, with one ahead. */
export function pauseRollout(namespace: string, name: string, container: string, image: string): DemoStep {
  const ref = { group: 'apps', version: 'v1', resource: 'deployments', namespace, name };
  return async (client, signal) => {
    await observed(client, ref, signal);
    const template = { spec: { containers: [{ name: container, image }] } };
    await client.patch(ref, 'strategic', { spec: { paused: true, template } });
  };
}

/** Deletes an object that something holds back, so that it stays Terminating. */
export function deleteHeld(ref: ResourceRef): DemoStep {
  return async (client) => {
    try {
      await client.delete(ref);
    } catch (error) {
      if (!isStatusError(error, 'NotFound')) throw error;
    }
  };
}

/** Puts namespaces that are there anyway into the workspace of the platform. */
export function platformNamespaces(...names: string[]): DemoStep {
  const labels = { 'kubesphere.io/workspace': 'system-workspace' };
  return async (client) => {
    await Promise.all(
      names.map((name) =>
        client.patch({ group: '', version: 'v1', resource: 'namespaces', name }, 'merge', { metadata: { labels } }),
      ),
    );
  };
}

/** Takes a node out of scheduling, as `kubectl cordon` does. */
export function cordon(name: string): DemoStep {
  return async (client) => {
    const ref = { group: '', version: 'v1', resource: 'nodes', name };
    await client.patch(ref, 'strategic', {
      metadata: { annotations: { 'demo.luban.dev/reason': 'Its disk is to be replaced.' } },
      spec: { unschedulable: true },
    });
  };
}

async function observed(client: KubeClient, ref: ResourceRef, signal: AbortSignal): Promise<Deployment> {
  for (;;) {
    const deployment = await client.get<Deployment>(ref);
    if (deployment.status?.observedGeneration === deployment.metadata.generation) return deployment;
    await pause(LOOK_EVERY, signal);
  }
}
