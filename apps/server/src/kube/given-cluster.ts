import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { isStatusError } from '@luban/kube';
import { explain } from '@luban/manifest/messages';
import { ClusterConnection } from '../clusters/cluster-connection.ts';
import type { ClusterEndpoint } from '../clusters/cluster-endpoint.ts';
import { readKubeconfig } from '../clusters/kubeconfig.ts';
import type { StaticCluster } from '../clusters/static-clusters.ts';
import { Refusal } from '../refusal.ts';
import { StartFailure } from '../start-failure.ts';
import { installPlatformDefinitions } from './platform-definitions/install-platform-definitions.ts';

/** In the place of a path: the cluster that the server runs in. */
export const IN_CLUSTER = 'in-cluster';

/** Source: Kubernetes, accessing the API from a pod. */
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * A real cluster as the host: reads how to reach it, and has it serve the kinds of the platform.
 *
 * @param where path of a kubeconfig, or `in-cluster`
 * @throws StartFailure that names the setting and the cure
 */
export async function openGivenCluster(where: string, environment: Environment): Promise<StaticCluster> {
  const endpoint = where === IN_CLUSTER ? await podEndpoint(environment) : await fileEndpoint(where);
  await using connection = new ClusterConnection(endpoint);
  try {
    await installPlatformDefinitions(connection.client());
  } catch (error) {
    const reason = isStatusError(error) ? error.message : `it does not answer (${reasonOf(error)})`;
    throw new StartFailure(`The cluster at ${endpoint.server} cannot be used: ${reason}.\nCorrect LUBAN_KUBECONFIG.`);
  }
  return { name: 'host', displayName: 'Host', endpoint };
}

async function podEndpoint(environment: Environment, folder = SERVICE_ACCOUNT): Promise<ClusterEndpoint> {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = environment;
  if (!host || !port) {
    throw new StartFailure(
      'LUBAN_KUBECONFIG is "in-cluster", and this is no pod of a cluster. Set it to the path of a kubeconfig.',
    );
  }
  const name = host.includes(':') ? `[${host}]` : host;
  const token = renewedToken(`${folder}/token`);
  await token();
  return { server: `https://${name}:${port}`, ca: await readFile(`${folder}/ca.crt`, 'utf8'), token };
}

async function fileEndpoint(path: string): Promise<ClusterEndpoint> {
  const folder = dirname(resolve(path));
  try {
    const text = await readFile(path, 'utf8');
    // Files that it names are beside it, as for kubectl.
    const files = {
      read: (named: string) => readFileSync(resolve(folder, named), 'utf8'),
      token: (named: string) => renewedToken(resolve(folder, named)),
    };
    return readKubeconfig(text, { files }).endpoint;
  } catch (error) {
    const reason =
      error instanceof Refusal ? explain({ code: error.code, params: error.params }, 'en').sentence : reasonOf(error);
    throw new StartFailure(`The kubeconfig ${path} cannot be used: ${reason}\nCorrect it, or LUBAN_KUBECONFIG.`);
  }
}

/** How long a token that was read holds; a kubelet renews the file long before the token ends. */
const TOKEN_HOLDS = 60_000;

function renewedToken(file: string): () => Promise<string> {
  let known: { token: string; at: number } | undefined;
  return async () => {
    if (known === undefined || performance.now() - known.at >= TOKEN_HOLDS) {
      known = { token: (await readFile(file, 'utf8')).trim(), at: performance.now() };
    }
    return known.token;
  };
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
