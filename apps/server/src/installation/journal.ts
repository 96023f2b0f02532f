import type { PackagePermissions } from '@luban/extension-package';
import type { Problem } from '@luban/manifest';
import type { Run as ShownRun, Step } from '@luban/manifest/center-api';
import type { Remainder } from '../releases/releases.ts';

export type RunAction = ShownRun['action'];
export type StepName = Step['name'];
export type { Step };

export interface Run {
  id: string;
  action: RunAction;
  version: string;
  /** What was in force before. */
  from?: string;
  /** Generation of the plan that this run brings about. */
  generation: number;
  state: 'running' | 'done' | 'failed' | 'cancelled';
  startedAt: string;
  endedAt?: string;
  /** Who wrote the plan, where the gateway knows. `system` for automatic upgrades and rollbacks. */
  by?: string;
  steps: Step[];
  /** Digest of what the plan asked for when the run began. */
  wants?: string;
  /** What a failure goes back to. Known from the step `fetch` on, before anything is changed. */
  before?: BeforeRun;
  /** Whether helm has anything to do on the host. */
  usesHelm?: boolean;
  /** Whether all steps on the host are done; those of agents may go on. */
  hostDone?: boolean;
  /** Why the run is to be undone, from when that is decided until it is. */
  undo?: { as: 'cancelled' | 'failed' };
}

/** State of the host part before a run. */
export interface BeforeRun {
  /** Absent: nothing was installed. */
  version?: string;
  config?: string;
  configHash?: string;
  state?: string;
  /** Of helm's release; absent: there was none. */
  revision?: number;
  granted?: PackagePermissions;
  /** Whether the target namespace was there. */
  namespace: boolean;
}

/** A version that was installed whole. */
export interface PastVersion {
  version: string;
  config: string;
  at: string;
  /** `permissionsDigest` of what it asked for. */
  rights?: string;
}

/** What is known of one cluster's agent beside its status in the plan. */
export interface AgentRecord {
  /** Digest of what was tried last without success; not tried again until something changes. */
  failed?: string;
  problem?: Problem;
  /** What is tried now, and helm's revision before it. */
  begun?: { wants: string; revision?: number };
  /** As last written to the objects that extend the API there. */
  enabled?: boolean;
}

/** Everything about an installation that the plan's own fields have no place for. Kept in a ConfigMap of `luban-system`. */
export interface Journal {
  extension: string;
  /** The newest run first; five at most. */
  runs: Run[];
  /** The newest first; ten at most. The second is where a rollback goes. */
  history: PastVersion[];
  /** What an administrator has agreed to. */
  granted?: PackagePermissions;
  /** A version that asks for more than was granted, and waits. */
  awaitingConsent?: { version: string; digest: string };
  /** After an uninstallation. */
  remains?: { at: string; items: Remainder[] };
  /** What is in the way of what the plan wants. */
  problems: Problem[];
  /** Target namespace, also after the plan is gone. */
  namespace?: string;
  /** Digest of what was tried last on the host without success; not tried again until something changes. */
  failed?: { wants: string; restored: boolean };
  /** By cluster. */
  agents?: Record<string, AgentRecord>;
  /** Versions that somebody went back from, which no automatic upgrade goes to again. */
  avoided?: string[];
}
