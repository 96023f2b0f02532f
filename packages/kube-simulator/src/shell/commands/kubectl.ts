import type { Command } from 'just-bash';
import { decodeBytesToUtf8 } from 'just-bash';
import { messageOf } from '../../support/errors.ts';
import type { ProcessHost } from '../container-host.ts';
import { actingAs } from '../kubectl/acting-as.ts';
import { runKubectl } from '../kubectl/run-kubectl.ts';
import { command } from './command.ts';

/** Names of images that bring kubectl. */
const WITH_KUBECTL = /kubectl|kubernetes|k8s|helm|devops-tools|hyperkube/;

/** `kubectl` in a container: it speaks to the cluster's own API, with the rights of the pod's service account. */
export function kubectlCommand(host: ProcessHost): Command {
  return command('kubectl', async (words, context) => {
    const client = host.api?.();
    if (client === undefined || !WITH_KUBECTL.test(host.container.image ?? '')) {
      return { stderr: 'sh: kubectl: not found\n', exitCode: 127 };
    }
    const kubeconfig = context.env.get('KUBECONFIG');
    const config = kubeconfig ? await context.fs.readFile(kubeconfig).catch(() => '') : '';
    let acting: typeof client;
    try {
      acting = await actingAs(client, config);
    } catch (error) {
      return { stderr: `Error from server (Forbidden): ${messageOf(error)}\n`, exitCode: 1 };
    }
    return runKubectl(words, {
      client: acting,
      namespace: host.pod().metadata.namespace ?? 'default',
      readFile: (path) => context.fs.readFile(context.fs.resolvePath(context.cwd, path)),
      stdin: decodeBytesToUtf8(context.stdin),
      sleep: (milliseconds) => host.sleep(milliseconds),
      now: () => host.clock.now(),
    });
  });
}
