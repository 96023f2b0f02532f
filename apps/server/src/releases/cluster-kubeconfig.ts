import { isIP } from 'node:net';
import type { ClusterEndpoint } from '../clusters/cluster-endpoint.ts';
import type { ClusterHandle } from '../clusters/cluster-registry.ts';
import { writeKubeconfig } from '../clusters/kubeconfig.ts';

/** A kubeconfig with which another program reaches the cluster as LuBan does, and only where LuBan may. */
export async function clusterKubeconfig({ name, connection }: ClusterHandle): Promise<string> {
  const { endpoint } = connection;
  const token = typeof endpoint.token === 'function' ? await endpoint.token() : endpoint.token;
  return writeKubeconfig(name, { ...(await resolved(endpoint)), token });
}

/** Whoever resolves the name again might be told another address than the one that was found to be within bounds. */
export async function resolved(endpoint: ClusterEndpoint): Promise<ClusterEndpoint> {
  const { lookup } = endpoint;
  const url = new URL(endpoint.server);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (lookup === undefined || isIP(host) !== 0) return endpoint;
  const address = await new Promise<string>((resolve, reject) => {
    lookup(host, {}, (error, found) => {
      if (error) reject(error);
      else resolve(typeof found === 'string' ? found : found[0]!.address);
    });
  });
  url.hostname = isIP(address) === 6 ? `[${address}]` : address;
  return { ...endpoint, server: url.href.replace(/\/+$/, ''), serverName: endpoint.serverName ?? host };
}
