import { stringify } from 'yaml';

export interface KubeconfigOptions {
  /** One context of the same name is made for each. */
  readonly clusters: readonly { readonly name: string /** URL */; readonly server: string }[];
  /** PEM, as are the others. */
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
  /** Name of a cluster. */
  readonly currentContext: string;
  /** Default: `kubernetes-admin`. */
  readonly user?: string;
}

/** A kubeconfig for one user and any number of clusters. It holds the key, so write it where only its owner may read. */
export function kubeconfig(options: KubeconfigOptions): string {
  const { clusters, ca, certificate, key, currentContext, user = 'kubernetes-admin' } = options;
  if (!clusters.some(({ name }) => name === currentContext)) {
    throw new Error(`"${currentContext}" is none of the clusters of the kubeconfig`);
  }
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: clusters.map(({ name, server }) => ({
      name,
      cluster: { server, 'certificate-authority-data': base64(ca) },
    })),
    users: [{ name: user, user: { 'client-certificate-data': base64(certificate), 'client-key-data': base64(key) } }],
    contexts: clusters.map(({ name }) => ({ name, context: { cluster: name, user } })),
    'current-context': currentContext,
    preferences: {},
  };
  return stringify(config, { lineWidth: 0, aliasDuplicateObjects: false });
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
