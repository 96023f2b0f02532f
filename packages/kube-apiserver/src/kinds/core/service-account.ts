/** Source: k8s.io/kubernetes/pkg/registry/core/serviceaccount. */
import type { Strategy } from '../../registry/strategy.ts';
import { get, list } from '../access.ts';
import { builtIn } from '../built-in.ts';

export const serviceAccountStrategy: Strategy = builtIn({
  namespaced: true,
  countsGenerations: false,
  prepareForCreate(account) {
    // Secrets of tokens are entered by who makes them.
    delete account.secrets;
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
