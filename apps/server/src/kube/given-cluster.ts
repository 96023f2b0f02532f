import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { isStatusError } from '@luban/kube';
import { explain } from '@luban/manifest/messages';
import { ClusterConnection } from '../clusters/cluster-connection.ts';
import type { ClusterEndpoint } from '../clusters/cluster-endpoint.ts';
import { sentenceOf } from '../clusters/connection-failure.ts';
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
    throw unusable(error, endpoint.server);
  }
  return { name: 'host', displayName: 'Host', endpoint };
}

/** What the cluster's first answers say, and what to do about it. */
function unusable(error: unknown, server: string): StartFailure {
  const says = (sentence: string, cure: string) => new StartFailure(`The cluster at ${server}: ${sentence}\n${cure}`);
  if (!isStatusError(error)) {
    return says(
      sentenceOf(error),
      'Start the cluster, or correct the address and the authority that LUBAN_KUBECONFIG names.',
    );
  }
  if (error.code === 401) {
    return says(
      'It does not accept the credentials.',
      'Renew the kubeconfig that LUBAN_KUBECONFIG names, or the service account.',
    );
  }
  if (error.code === 403) {
    const cure = 'LuBan makes its kinds, roles and bindings there: bind its user or service account to cluster-admin.';
    return says(error.message, cure);
  }
  return says(
    `It answers ${error.code}: ${error.message}`,
    'See that it is the API of a Kubernetes cluster, 1.19 or later.',
  );
}

/** @param folder where the kubelet puts the service account */
export async function podEndpoint(environment: Environment, folder = SERVICE_ACCOUNT): Promise<ClusterEndpoint> {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = environment;
  if (!host || !port) {
    throw new StartFailure(
      'LUBAN_KUBECONFIG is "in-cluster", and this is no pod of a cluster. Set it to the path of a kubeconfig.',
    );
  }
  const name = host.includes(':') ? `[${host}]` : host;
  const token = renewedToken(`${folder}/token`);
  try {
    await token();
    return { server: `https://${name}:${port}`, ca: await readFile(`${folder}/ca.crt`, 'utf8'), token };
  } catch (error) {
    throw new StartFailure(
      `The pod has no service account: ${reasonOf(error)}\nLet the kubelet mount one, with automountServiceAccountToken: true.`,
    );
  }
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
    const { sentence, cure } =
      error instanceof Refusal
        ? explain({ code: error.code, params: error.params }, 'en')
        : { sentence: reasonOf(error), cure: 'Correct it, or LUBAN_KUBECONFIG.' };
    throw new StartFailure(`The kubeconfig ${path} cannot be used: ${sentence}\n${cure}`);
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
