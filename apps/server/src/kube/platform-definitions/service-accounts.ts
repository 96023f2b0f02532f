/** `kubesphere.io`: identities of programs that speak to the platform. */
import { fields, list, text } from './field-schemas.ts';
import { platformDefinition } from './platform-definition.ts';

export const SERVICE_ACCOUNTS = [
  platformDefinition({
    group: 'kubesphere.io',
    version: 'v1alpha1',
    kind: 'ServiceAccount',
    plural: 'serviceaccounts',
    namespaced: true,
    fields: {
      // Source: core/v1 ObjectReference.
      secrets: list(
        fields({
          apiVersion: text(),
          kind: text(),
          namespace: text(),
          name: text(),
          uid: text(),
          resourceVersion: text(),
          fieldPath: text(),
        }),
      ),
    },
    columns: { Secrets: '.secrets[*].name' },
  }),
];
