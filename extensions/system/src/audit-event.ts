/** A line of `GET /api/audit?follow=true`. */
export interface AuditEvent {
  id: string;
  /** RFC 3339 */
  time: string;
  user: string | null;
  kind: 'user' | 'service-account' | 'stranger';
  groups?: string[];
  address: string;
  verb: string;
  cluster?: string;
  group?: string;
  version?: string;
  resource?: string;
  subresource?: string;
  namespace?: string;
  name?: string;
  path: string;
  dryRun?: true;
  code: number;
  /** Milliseconds. */
  duration: number;
  replica: string;
}

/** `deployments.apps/scale`, or the path for what is no resource. */
export function kindOf({ resource, group, subresource, path }: AuditEvent): string {
  if (resource === undefined) return path;
  return [[resource, group].filter(Boolean).join('.'), subresource].filter(Boolean).join('/');
}

/** `shop/web-0`, as far as it is known. */
export function objectOf({ namespace, name }: AuditEvent): string {
  return [namespace, name].filter(Boolean).join('/');
}

/** The same request may be told twice, after a stream was cut; its connection may be told of at its opening as well. */
export const keyOf = ({ id, code }: AuditEvent): string => `${id} ${code}`;

/** Lines of text to events; what is cut off waits for the next piece. */
export class EventLines {
  #rest = '';

  push(text: string): AuditEvent[] {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as AuditEvent);
  }
}

/** The newest first, each once, and no more than `size`. @param known newest first @param more oldest first */
export function withEvents(known: readonly AuditEvent[], more: readonly AuditEvent[], size: number): AuditEvent[] {
  const keys = new Set(known.map(keyOf));
  const added = more.filter((event) => !keys.has(keyOf(event)));
  return [...added.toReversed(), ...known].slice(0, size);
}
