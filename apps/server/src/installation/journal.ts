import type { Problem } from '@luban/manifest';
import type { Remainder } from '../releases/releases.ts';
import type { PackagePermissions } from '@luban/extension-package';

/** What a run does to an extension as a whole. */
export type RunAction = 'install' | 'upgrade' | 'rollback' | 'configure' | 'clusters' | 'uninstall';

export type StepName =
  /** Versions, dependencies, rights and conflicts. */
  | 'check'
  | 'fetch'
  /** Rendered by helm, nothing applied. */
  | 'dry-run'
  | 'prepare'
  /** Helm on the host, or one cluster's agent. */
  | 'release'
  /** Files of the user interface, and its `UIBundle`. */
  | 'interface'
  | 'enable'
  | 'remove-release'
  | 'remove-interface'
  /** What remains is looked for. */
  | 'report'
  /** A failed upgrade goes back to what was. */
  | 'restore';

export interface Step {
  name: StepName;
  /** Absent: the host. */
  cluster?: string;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'skipped' | 'cancelled';
  /** ISO 8601. */
  startedAt?: string;
  endedAt?: string;
  problem?: Problem;
}

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
}

/** A version that was installed whole. */
export interface PastVersion {
  version: string;
  config: string;
  at: string;
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
}
