import { isStatusError } from '@luban/kube';
import type { ClusterHandle } from '../clusters/cluster-registry.ts';
import type { Identity } from '../identity/identity.ts';
import { ensureOwnNamespace, OWN_NAMESPACE } from '../kube/own-namespace.ts';
import { Refusal } from '../refusal.ts';
import { HELPER_PODS, type HelperPods } from './helper-pods.ts';
import { createKubectlObjects, KUBECTL_CONTAINER, kubectlName, kubectlPod } from './kubectl-objects.ts';
import { shellCandidates } from './open-shell.ts';
import type { ShellPlan } from './terminal-door.ts';
import type { TerminalSettings } from './terminal-settings.ts';

export interface KubectlTerminalsOptions {
  settings(): Promise<TerminalSettings>;
  pods: HelperPods;
  now(): number;
}

/** A shell with `kubectl` in it that acts as the person, in a pod made for one terminal. */
export class KubectlTerminals {
  readonly #options: KubectlTerminalsOptions;

  constructor(options: KubectlTerminalsOptions) {
    this.#options = options;
  }

  /**
   * Starts the pod. It goes when the plan's terminal ends, and the rights that were made for it.
   *
   * @throws Refusal LB5616 not switched on, LB5617 the pod did not start
   */
  async open(identity: Identity, cluster: ClusterHandle, signal: AbortSignal): Promise<Omit<ShellPlan, 'size'>> {
    const { settings, pods, now } = this.#options;
    const { kubectlImage: image } = await settings();
    if (image === undefined || identity.kind !== 'user') throw new Refusal(403, 'LB5616');
    const client = cluster.connection.client();
    const name = kubectlName(identity);
    const failed = (reason: string, cause?: unknown) =>
      new Refusal(504, 'LB5617', { cluster: cluster.name, reason: reason.slice(0, 300) }, { cause });
    const held = pods.hold(cluster, name);
    try {
      await ensureOwnNamespace(client);
      await createKubectlObjects(client, name, identity);
      await client.create(HELPER_PODS, kubectlPod(name, image, identity.name, new Date(now()).toISOString()));
      const reason = await pods.started(cluster, name, signal);
      if (reason !== undefined) throw failed(reason);
    } catch (error) {
      held[Symbol.dispose]();
      throw isStatusError(error) ? failed(error.message, error) : error;
    }
    return {
      target: { cluster, namespace: OWN_NAMESPACE, pod: name, container: KUBECTL_CONTAINER },
      candidates: shellCandidates('auto'),
      // Whoever may only act as themselves needs no right to the pod.
      inOwnName: true,
      allowed: async () => (await settings()).kubectlImage !== undefined,
      onEnd: () => held[Symbol.dispose](),
    };
  }
}
