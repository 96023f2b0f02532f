/** What somebody may want to do with resources: verb, group (empty: core), plural, and perhaps a subresource and a name. */
export interface RightsQuestion {
  verb: string;
  group: string;
  resource: string;
  subresource?: string | undefined;
  /** Absent: any object. */
  name?: string | undefined;
}

/** Kubernetes' own groups without a dot; every other group is a domain, so that it cannot be taken for a resource. */
const PLAIN_GROUPS = ['apps', 'autoscaling', 'batch', 'extensions', 'policy'];

/**
 * Reads the second argument of `can()`: `pods`, `pods/exec`, `apps/deployments`, `apps/deployments/scale`,
 * `metrics.k8s.io/pods`. The core group may be named too: `core/pods`.
 */
export function readQuestion(verb: string, text: string): RightsQuestion {
  const [first = '', second, third] = text.split('/', 3);
  if (second === undefined) return { verb, group: '', resource: first };
  if (first === 'core') return { verb, group: '', resource: second, subresource: third };
  const grouped = third !== undefined || first.includes('.') || PLAIN_GROUPS.includes(first);
  return grouped
    ? { verb, group: first, resource: second, subresource: third }
    : { verb, group: '', resource: first, subresource: second };
}

/** The text that `readQuestion` reads, without the verb: `pods/exec`, `apps/deployments`. */
export function resourceText({ group, resource, subresource }: Omit<RightsQuestion, 'verb'>): string {
  return [group, resource, subresource].filter(Boolean).join('/');
}

/** One text for each question that can have another answer. */
export function questionKey(question: RightsQuestion): string {
  const { verb, group, resource, subresource = '', name = '' } = question;
  return [verb, group, resource, subresource, name].join(' ');
}
