/** Groups of the Kubernetes community need an approval. Source: k8s.io/apiextensions-apiserver/pkg/apihelpers. */

export const APPROVAL_ANNOTATION = 'api-approved.kubernetes.io';

export interface Approval {
  readonly state: 'missing' | 'invalid' | 'bypassed' | 'approved';
  /** Reason of the condition. */
  readonly reason: string;
  readonly message: string;
}

export function isProtectedGroup(group: string): boolean {
  return ['k8s.io', 'kubernetes.io'].some((domain) => group === domain || group.endsWith(`.${domain}`));
}

export function approvalOf(annotations: Readonly<Record<string, string>> | undefined): Approval {
  const found = annotations && Object.hasOwn(annotations, APPROVAL_ANNOTATION) ? annotations[APPROVAL_ANNOTATION] : '';
  const value = typeof found === 'string' ? found : '';
  const needed = `protected groups must have approval annotation "${APPROVAL_ANNOTATION}"`;
  const see = 'see https://github.com/kubernetes/enhancements/pull/1111';
  if (value === '') return { state: 'missing', reason: 'MissingAnnotation', message: `${needed}, ${see}` };
  if (value.startsWith('unapproved')) {
    return { state: 'bypassed', reason: 'UnapprovedAnnotation', message: `not approved: ${JSON.stringify(value)}` };
  }
  if (URL.canParse(value) && /^[a-z]+:\/\/[^/]/i.test(value)) {
    return { state: 'approved', reason: 'ApprovedAnnotation', message: `approved in ${value}` };
  }
  const message = `${needed} with either a URL or a reason starting with "unapproved", ${see}`;
  return { state: 'invalid', reason: 'InvalidAnnotation', message };
}
