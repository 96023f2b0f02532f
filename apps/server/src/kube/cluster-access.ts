import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { explain } from '@luban/manifest/messages';
import type { ClusterEndpoint } from '../clusters/cluster-endpoint.ts';
import { readKubeconfig } from '../clusters/kubeconfig.ts';
import { Refusal } from '../refusal.ts';
import { StartFailure } from '../start-failure.ts';
import { renewedToken } from './renewed-token.ts';

/** Value of LUBAN_KUBECONFIG: with the service account that Kubernetes gives to a pod. */
export const IN_CLUSTER = 'in-cluster';

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * How LuBan reaches the cluster that an operator points it at.
 *
 * @param kubeconfig path, or `in-cluster`
 * @throws StartFailure with the cure
 */
export function clusterAccess(
  kubeconfig: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
  folder = SERVICE_ACCOUNT,
): ClusterEndpoint {
  return kubeconfig === IN_CLUSTER ? ofServiceAccount(env, folder) : ofFile(kubeconfig);
}

/** Source: Kubernetes, "Accessing the Kubernetes API from a Pod". */
function ofServiceAccount(env: Readonly<Record<string, string | undefined>>, folder: string): ClusterEndpoint {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443' } = env;
  if (!host) {
    throw new StartFailure(
      'LUBAN_KUBECONFIG is in-cluster, but this is no pod: KUBERNETES_SERVICE_HOST is not set. Set LUBAN_KUBECONFIG to the path of a kubeconfig.',
    );
  }
  const cure = 'Give the pod a service account, with automountServiceAccountToken: true.';
  readText(join(folder, 'token'), cure);
  return {
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    ca: readText(join(folder, 'ca.crt'), cure),
    token: renewedToken(join(folder, 'token')),
  };
}

/** The operator's own file may name files beside it; what would run programs or trust blindly is refused here too. */
function ofFile(path: string): ClusterEndpoint {
  const text = readText(path, 'Set LUBAN_KUBECONFIG to the path of a kubeconfig that this user may read.');
  const beside = (file: string) => resolve(dirname(path), file);
  try {
    const files = {
      read: (file: string) => readText(beside(file), `Correct the path in ${path}.`),
      token: (file: string) => renewedToken(beside(file)),
    };
    return readKubeconfig(text, { files }).endpoint;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { sentence, cure } = explain(error, 'en');
    throw new StartFailure(`${path}: ${sentence}\n${cure} (${error.code})`);
  }
}

function readText(path: string, cure: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartFailure(`${path} cannot be read: ${reason}\n${cure}`);
  }
}
