import type { Health, VersionHealth } from '@luban/manifest/center-api';
import { type HealthReport, isItsFault } from './health-report.ts';

/** What one replica was told of one version. */
export interface VersionRecord {
  /** Short hash of a session to when it was last heard of, and whether the version failed in it. */
  sessions: Record<string, { at: number; failed?: true }>;
  /** Milliseconds of the last activations, oldest first. */
  activations: number[];
}

export interface FailureRecord {
  code: string;
  params: Record<string, string | number>;
  count: number;
  lastAt: number;
  version: string;
}

/** What one replica was told of one extension. */
export interface HealthRecord {
  versions: Record<string, VersionRecord>;
  /** The newest first. */
  failures: FailureRecord[];
}

/** Milliseconds for which a session counts. */
export const COUNTS_FOR = 24 * 3_600_000;
const MOST_SESSIONS = 2_000;
const MOST_VERSIONS = 6;
const MOST_FAILURES = 20;
const MOST_ACTIVATIONS = 200;

export const emptyRecord = (): HealthRecord => ({ versions: {}, failures: [] });

/**
 * Takes a report. A session counts once for each version, and has failed once it failed, whatever it reports later.
 *
 * @returns whether that changes whether the version is well
 */
export function note(record: HealthRecord, report: HealthReport, session: string, now: number): boolean {
  const version = ensureVersion(record, report.version);
  const known = version.sessions[session];
  const failed = isItsFault(report);
  version.sessions[session] = { at: now, ...((failed || known?.failed) && { failed: true }) };
  if (report.activation !== undefined) {
    version.activations = [...version.activations, report.activation].slice(-MOST_ACTIVATIONS);
  }
  if (report.problem !== undefined) noteFailure(record, report, now);
  return known === undefined || (failed && known.failed === undefined);
}

/** Without what is too old, or too much. */
export function trimmed({ versions, failures }: HealthRecord, now: number): HealthRecord {
  const kept = Object.entries(versions).flatMap(([version, { sessions, activations }]) => {
    const young = Object.entries(sessions)
      .filter(([, { at }]) => now - at < COUNTS_FOR)
      .sort(([, a], [, b]) => b.at - a.at)
      .slice(0, MOST_SESSIONS);
    if (young.length === 0) return [];
    return [[version, { sessions: Object.fromEntries(young), activations }] as const];
  });
  const newest = ({ sessions }: VersionRecord) => Math.max(...Object.values(sessions).map(({ at }) => at));
  const recent = kept.sort(([, a], [, b]) => newest(b) - newest(a)).slice(0, MOST_VERSIONS);
  return {
    versions: Object.fromEntries(recent),
    failures: failures.filter(({ lastAt }) => now - lastAt < COUNTS_FOR),
  };
}

/** What several replicas were told, as one. */
export function merged(records: Iterable<HealthRecord>): HealthRecord {
  const all = emptyRecord();
  for (const { versions, failures } of records) {
    for (const [name, { sessions, activations }] of Object.entries(versions)) {
      const version = ensureVersion(all, name);
      for (const [session, seen] of Object.entries(sessions)) {
        const known = version.sessions[session];
        const failed = seen.failed ?? known?.failed;
        version.sessions[session] = { at: Math.max(seen.at, known?.at ?? 0), ...(failed && { failed }) };
      }
      version.activations.push(...activations);
    }
    all.failures.push(...failures);
  }
  all.failures.sort((a, b) => b.lastAt - a.lastAt);
  return all;
}

export interface InForce {
  version: string;
  /** When it came into force, in milliseconds of the epoch: what was heard before tells of another time. Default: ever. */
  since?: number;
  /** The version before it. */
  previous?: string;
}

/** As a page shows it. */
export function healthOf(record: HealthRecord, { version, since, previous }: InForce): Health {
  const before = previous === undefined ? undefined : record.versions[previous];
  return {
    current: versionHealth(version, record.versions[version], since),
    ...(before !== undefined && { previous: versionHealth(previous!, before) }),
    failures: record.failures
      .slice(0, MOST_FAILURES)
      .map(({ lastAt, ...failure }) => ({ ...failure, lastAt: new Date(lastAt).toISOString() })),
  };
}

export function versionHealth(version: string, record: VersionRecord | undefined, since = 0): VersionHealth {
  const sessions = Object.values(record?.sessions ?? {}).filter(({ at }) => at >= since);
  const times = [...(record?.activations ?? [])].sort((a, b) => a - b);
  const at = (part: number) => times[Math.min(times.length - 1, Math.floor(times.length * part))]!;
  return {
    version,
    sessions: sessions.length,
    failed: sessions.filter(({ failed }) => failed).length,
    ...(times.length > 0 && { activation: { p50: at(0.5), p95: at(0.95) } }),
  };
}

function ensureVersion(record: HealthRecord, name: string): VersionRecord {
  if (!Object.hasOwn(record.versions, name)) record.versions[name] = { sessions: {}, activations: [] };
  return record.versions[name]!;
}

function noteFailure(record: HealthRecord, { problem, version }: HealthReport, now: number): void {
  const { code, params } = problem!;
  const known = record.failures.find((one) => one.code === code && one.version === version);
  const rest = record.failures.filter((one) => one !== known);
  record.failures = [{ code, params, version, count: (known?.count ?? 0) + 1, lastAt: now }, ...rest].slice(
    0,
    MOST_FAILURES,
  );
}
