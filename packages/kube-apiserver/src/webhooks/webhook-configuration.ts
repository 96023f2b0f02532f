/** Which webhooks are asked about a write. Source: k8s.io/api/admissionregistration/v1. */
import { type KubeObject, type LabelSelectorObject, labelSelectorFromObject, matchesLabels } from '@luban/kube';
import type { AdmissionRequest } from '../admission/admission.ts';
import type { Store } from '../store/store.ts';

export interface Webhook {
  name: string;
  clientConfig: {
    url?: string;
    service?: { namespace: string; name: string; path?: string; port?: number };
    caBundle?: string;
  };
  rules?: Rule[];
  failurePolicy?: 'Fail' | 'Ignore';
  matchPolicy?: 'Exact' | 'Equivalent';
  namespaceSelector?: LabelSelectorObject;
  objectSelector?: LabelSelectorObject;
  sideEffects?: string;
  timeoutSeconds?: number;
  reinvocationPolicy?: string;
  matchConditions?: { name: string; expression: string }[];
}

interface Rule {
  operations?: string[];
  apiGroups?: string[];
  apiVersions?: string[];
  resources?: string[];
  scope?: 'Cluster' | 'Namespaced' | '*';
}

const KEYS = {
  mutating: 'mutatingwebhookconfigurations.admissionregistration.k8s.io',
  validating: 'validatingwebhookconfigurations.admissionregistration.k8s.io',
} as const;

/** In the order in which they are asked: by the name of their configuration, then as listed. */
export function matchingWebhooks(store: Store, kind: keyof typeof KEYS, request: AdmissionRequest): Webhook[] {
  // Nobody may lock everybody out of mending a webhook.
  if (request.type.group === 'admissionregistration.k8s.io') return [];
  return store
    .list(KEYS[kind])
    .items.flatMap(({ object }) =>
      ((object as unknown as { webhooks?: Webhook[] }).webhooks ?? []).filter((webhook) =>
        matches(store, webhook, request),
      ),
    );
}

function matches(store: Store, webhook: Webhook, request: AdmissionRequest): boolean {
  if (!(webhook.rules ?? []).some((rule) => matchesRule(rule, request))) return false;
  const { namespace, type, object, old } = request;
  const labelled = type.storageKey === 'namespaces' ? (object ?? old) : store.newest('namespaces', namespace)?.object;
  if ((type.namespaced || type.storageKey === 'namespaces') && !selects(webhook.namespaceSelector, labelled))
    return false;
  return (
    webhook.objectSelector === undefined ||
    selects(webhook.objectSelector, object) ||
    selects(webhook.objectSelector, old)
  );
}

function matchesRule(rule: Rule, { operation, type, subresource }: AdmissionRequest): boolean {
  const has = (list: string[] | undefined, value: string) => list?.includes('*') || list?.includes(value);
  const scope = rule.scope ?? '*';
  if (scope !== '*' && (scope === 'Namespaced') !== type.namespaced) return false;
  if (!has(rule.operations, operation) || !has(rule.apiGroups, type.group) || !has(rule.apiVersions, type.version))
    return false;
  return (rule.resources ?? []).some((pattern) => {
    const [resource, part = ''] = pattern.split('/');
    if (resource !== '*' && resource !== type.resource) return false;
    return part === '*' || part === subresource || (pattern === '*' && subresource === '');
  });
}

function selects(selector: LabelSelectorObject | undefined, object: KubeObject | undefined): boolean {
  if (selector === undefined) return true;
  return object !== undefined && matchesLabels(labelSelectorFromObject(selector), object.metadata.labels);
}
