/** Source: k8s.io/kubernetes/pkg/registry/core/serviceaccount. */
import type { KubeObject } from '@luban/kube';
import type { Strategy } from '../../registry/strategy.ts';
import { get, list, objects, text } from '../access.ts';
import { builtIn } from '../built-in.ts';

export const serviceAccountStrategy: Strategy = builtIn({
  namespaced: true,
  countsGenerations: false,
  prepareForCreate(account) {
    cleanReferences(account);
  },
  prepareForUpdate(account) {
    cleanReferences(account);
  },
  warnings(account) {
    const path = 'metadata.annotations[kubernetes.io/enforce-mountable-secrets]';
    const annotation = get(account, 'metadata', 'annotations', 'kubernetes.io/enforce-mountable-secrets');
    const deprecated = 'deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets';
    return [
      ...(annotation === undefined ? [] : [`${path}: ${deprecated}`]),
      ...list(account, 'imagePullSecrets').flatMap((secret, index) =>
        get(secret, 'name') === '' ? [`imagePullSecrets[${index}].name: invalid empty name ""`] : [],
      ),
    ];
  },
});

/** Of the secrets that an account mentions only the names count. */
function cleanReferences(account: KubeObject): void {
  if (!Array.isArray(account.secrets)) return;
  account.secrets = objects(account, 'secrets').map((secret) => ({ name: text(secret, 'name') }));
}
