import { Refusal } from '../refusal.ts';
import type { AuditEvent } from './audit-event.ts';

/** Which events somebody wants to see. All parts have to fit; of several values of one part, any. */
export interface AuditQuery {
  user?: readonly string[];
  verb?: readonly string[];
  cluster?: readonly string[];
  namespace?: readonly string[];
  resource?: readonly string[];
  outcome?: 'ok' | 'failed';
  /** Milliseconds of the epoch. */
  since?: number;
  until?: number;
  /** Events at most; the newest are taken. */
  limit: number;
  follow: boolean;
}

const LISTS = ['user', 'verb', 'cluster', 'namespace', 'resource'] as const;
const KNOWN = new Set<string>([...LISTS, 'outcome', 'since', 'until', 'limit', 'follow']);
export const MOST_EVENTS = 5_000;

/** @throws Refusal 400 that names the parameter */
export function parseAuditQuery(query: unknown): AuditQuery {
  const given = Object.entries(typeof query === 'object' && query !== null ? query : {});
  const parts: Record<string, unknown> = {};
  for (const [name, value] of given) {
    if (!KNOWN.has(name)) throw wrong(name, 'does not exist');
    if (value === '') continue;
    parts[name] = (LISTS as readonly string[]).includes(name) ? texts(name, value) : oneOf(name, value);
  }
  const { outcome, since, until, limit = '200', follow = 'false', ...lists } = parts as Record<string, string>;
  if (outcome !== undefined && outcome !== 'ok' && outcome !== 'failed')
    throw wrong('outcome', 'is either ok or failed');
  if (follow !== 'true' && follow !== 'false') throw wrong('follow', 'is either true or false');
  const most = Number(limit);
  if (!/^\d{1,6}$/.test(limit) || most < 1 || most > MOST_EVENTS) {
    throw wrong('limit', `has to be a whole number from 1 to ${MOST_EVENTS}`);
  }
  return {
    ...(lists as Pick<AuditQuery, (typeof LISTS)[number]>),
    outcome,
    since: since === undefined ? undefined : moment('since', since),
    until: until === undefined ? undefined : moment('until', until),
    limit: most,
    follow: follow === 'true',
  };
}

export function matchesAuditQuery(event: AuditEvent, query: AuditQuery): boolean {
  for (const part of LISTS) {
    const wanted = query[part];
    if (wanted !== undefined && !wanted.includes(event[part] ?? '')) return false;
  }
  if (query.outcome !== undefined && (event.code < 400 ? 'ok' : 'failed') !== query.outcome) return false;
  const time = Date.parse(event.time);
  return time >= (query.since ?? -Infinity) && time <= (query.until ?? Infinity);
}

/** RFC 3339, milliseconds of the epoch, or as `-15m` how long ago. */
function moment(name: string, text: string): number {
  const [, amount, unit] = /^-(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (amount !== undefined) {
    return Date.now() - Number(amount) * { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit as 's']!;
  }
  const time = /^\d{10,15}$/.test(text) ? Number(text) : /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw wrong(name, 'has to be a time such as 2026-01-31T12:00:00Z, or -15m');
  return time;
}

function texts(name: string, value: unknown): string[] {
  const all = Array.isArray(value) ? value : [value];
  if (all.length > 50 || all.some((text) => typeof text !== 'string' || text.length > 512)) {
    throw wrong(name, 'has too many or too long values');
  }
  return (all as string[]).flatMap((text) => text.split(',')).filter((text) => text !== '');
}

function oneOf(name: string, value: unknown): string {
  if (typeof value !== 'string') throw wrong(name, 'may be given once');
  return value;
}

const wrong = (parameter: string, reason: string) =>
  new Refusal(400, 'LB5703', { parameter: parameter.slice(0, 100), reason });
