import { createHash } from 'node:crypto';
import { type Clock, systemClock } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import type { Problem } from '@luban/manifest';
import type { Health, InstallationSummary } from '@luban/manifest/center-api';
import type { HealthSource } from '../center/health-source.ts';
import type { ExtensionSource } from '../extensions/extension-source.ts';
import type { Journal } from '../installation/journal.ts';
import { HealthObjects } from './health-objects.ts';
import {
  emptyRecord,
  type HealthRecord,
  healthOf,
  type InForce,
  merged,
  note,
  trimmed,
  versionHealth,
} from './health-record.ts';
import type { HealthReport } from './health-report.ts';

export interface ExtensionHealthOptions {
  /** LuBan itself, for the host. */
  client: KubeClient;
  source: ExtensionSource;
  /** Of the installation of an extension. */
  journal(extension: string): Journal | undefined;
  /** Tells replicas apart. */
  replica: string;
  clock?: Clock;
  onError(error: unknown): void;
}

/** Milliseconds until what tabs report is written for the others. */
const WRITTEN_WITHIN = 1_000;

/** What open tabs report of extensions, put together over all replicas. */
export class ExtensionHealth implements HealthSource, AsyncDisposable {
  readonly objects: HealthObjects;
  readonly #options: ExtensionHealthOptions & { clock: Clock };
  readonly #replica: string;
  /** What this replica was told. */
  readonly #own = new Map<string, HealthRecord>();
  readonly #waiting = new Map<string, Disposable>();
  readonly #writing = new Set<Promise<void>>();
  readonly #listeners = new Set<(extension: string) => void>();
  readonly #watch: Disposable;
  #closed = false;

  static async open(options: ExtensionHealthOptions): Promise<ExtensionHealth> {
    return new ExtensionHealth(options, await HealthObjects.open(options.client, options.onError));
  }

  private constructor(options: ExtensionHealthOptions, objects: HealthObjects) {
    this.#options = { clock: systemClock, ...options };
    this.#replica = createHash('sha256').update(options.replica).digest('hex').slice(0, 16);
    this.objects = objects;
    this.#watch = objects.watch((extension) => this.#tell(extension));
  }

  /** @param session whatever tells sessions apart; only a hash of it is kept */
  take(reports: readonly HealthReport[], session: string): void {
    const hash = createHash('sha256').update(session).digest('hex').slice(0, 12);
    const now = this.#options.clock.now();
    const listed = new Set(this.#options.source.list().extensions.map(({ name }) => name));
    for (const report of reports) {
      // Names that nobody knows would only fill the cluster.
      if (!listed.has(report.extension)) continue;
      const record = this.#record(report.extension);
      const matters = note(record, report, hash, now);
      this.#writeSoon(report.extension);
      if (matters) this.#tell(report.extension);
    }
  }

  summary(extension: string): InstallationSummary['health'] {
    const inForce = this.#inForce(extension);
    if (inForce === undefined) return undefined;
    const { version, since } = inForce;
    const { sessions, failed } = versionHealth(version, this.#all(extension).versions[version], since);
    return sessions === 0 ? undefined : { sessions, failed };
  }

  detail(extension: string): Health | undefined {
    const inForce = this.#inForce(extension);
    if (inForce === undefined) return undefined;
    const rolledBack = this.objects.rolledBack(extension);
    return { ...healthOf(this.#all(extension), inForce), ...(rolledBack && { rolledBack }) };
  }

  /** What the server did about it, for as long as the version that it went back to is in force. */
  problems(extension: string): Problem[] {
    const rolledBack = this.objects.rolledBack(extension);
    return rolledBack !== undefined && rolledBack.to === this.#inForce(extension)?.version ? [rolledBack.problem] : [];
  }

  /** Called after a session was counted or failed, here or elsewhere. */
  watch(listener: (extension: string) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#listeners.clear();
    this.#watch[Symbol.dispose]();
    const unwritten = [...this.#waiting];
    this.#waiting.clear();
    for (const [extension, timer] of unwritten) {
      timer[Symbol.dispose]();
      this.#write(extension);
    }
    await Promise.all(this.#writing);
    this.objects[Symbol.dispose]();
  }

  /** What this replica was told, with what it had written before it was started again. */
  #record(extension: string): HealthRecord {
    let record = this.#own.get(extension);
    if (record === undefined) {
      record = this.objects.records(extension).get(this.#replica) ?? emptyRecord();
      this.#own.set(extension, record);
    }
    return record;
  }

  #all(extension: string): HealthRecord {
    const records = this.objects.records(extension);
    const own = this.#own.get(extension);
    if (own !== undefined) records.set(this.#replica, own);
    return trimmed(merged(records.values()), this.#options.clock.now());
  }

  #inForce(extension: string): InForce | undefined {
    const listed = this.#options.source.list().extensions.find(({ name }) => name === extension);
    if (listed === undefined) return undefined;
    const { version } = listed.active;
    const [latest, ...past] = this.#options.journal(extension)?.history ?? [];
    const rolledBack = this.objects.rolledBack(extension);
    // Somebody who goes forward again to what was taken back is given another chance.
    const since = Math.max(
      latest?.version === version ? Date.parse(latest.at) : 0,
      rolledBack?.from === version ? Date.parse(rolledBack.at) : 0,
    );
    const previous = [latest, ...past].find((one) => one !== undefined && one.version !== version)?.version;
    return { version, since, previous };
  }

  #writeSoon(extension: string): void {
    if (this.#closed || this.#waiting.has(extension)) return;
    const timer = this.#options.clock.after(WRITTEN_WITHIN, () => {
      this.#waiting.delete(extension);
      this.#write(extension);
    });
    this.#waiting.set(extension, timer);
  }

  #write(extension: string): void {
    const record = trimmed(this.#record(extension), this.#options.clock.now());
    this.#own.set(extension, record);
    const writing = this.objects
      .write(extension, this.#replica, record)
      .catch(this.#options.onError)
      .finally(() => this.#writing.delete(writing));
    this.#writing.add(writing);
  }

  #tell(extension: string): void {
    for (const listener of this.#listeners) listener(extension);
  }
}
