import type { HelmCommand, HelmOutcome, HelmRunOptions, LocalHelm } from '@luban/extension-package/helm';
import { clusterKubeconfig } from './cluster-kubeconfig.ts';
import { FILES } from './helm-commands.ts';
import type { ReleaseTarget } from './releases.ts';

/** What helm is to do for a release. */
export interface ReleaseCommand extends HelmCommand {
  /** Whose rights it needs: the executor's, LuBan's own ones, or nobody's, because it asks no cluster. */
  actsAs: 'executor' | 'luban' | 'nobody';
}

/** Runs helm against the cluster of a release. */
export interface ReleaseRunner {
  /** @throws when helm cannot be run */
  run(target: ReleaseTarget, command: ReleaseCommand, options: HelmRunOptions): Promise<HelmOutcome>;
  /** Whether helm may act as LuBan itself. */
  actsAsLuban(): Promise<boolean>;
  /** Waits for a run of an earlier server that still goes on. Resolves at once where there can be none. */
  settle(target: ReleaseTarget, options: HelmRunOptions): Promise<void>;
}

/** As a process of this machine, which ends with the server. */
export function localRunner(helm: LocalHelm): ReleaseRunner {
  return {
    actsAsLuban: async () => true,
    async run({ cluster }, command, options) {
      const files = { ...command.files, [FILES.kubeconfig]: await clusterKubeconfig(cluster) };
      return helm.run({ ...command, files }, options);
    },
    async settle() {},
  };
}
