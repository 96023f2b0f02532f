import type { KubeObject } from '@luban/kube';
import { OWN_LABELS } from '../kube/own-namespace.ts';
import type { Journal, PastVersion, Run } from './journal.ts';

/** ConfigMap that holds one journal. */
export interface InstallationObject extends KubeObject {
  data?: { journal?: string; log?: string; logFrom?: string };
}

export const CONFIG_MAPS = { group: '', version: 'v1', resource: 'configmaps' } as const;

/** On all ConfigMaps of installations, so that they can be followed without all others. */
export const INSTALLATION_LABEL = 'luban.dev/installation';

export const journalName = (extension: string) => `installation.${extension}`;
/** Of the interface that was in force before the run that is under way. */
export const snapshotName = (extension: string) => `interface-before.${extension}`;

export function installationObject(name: string, label: string, extension: string, namespace: string) {
  const labels = { ...OWN_LABELS, [INSTALLATION_LABEL]: label, 'kubesphere.io/extension-ref': extension };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, labels } };
}

/** @returns undefined for what cannot be read: whoever writes next begins anew */
export function journalIn(object: InstallationObject | undefined): Journal | undefined {
  const text = object?.data?.journal;
  if (text === undefined) return undefined;
  try {
    const journal = JSON.parse(text) as Partial<Journal> | null;
    const isWhole =
      typeof journal?.extension === 'string' && [journal.runs, journal.history, journal.problems].every(Array.isArray);
    return isWhole ? (journal as Journal) : undefined;
  } catch {
    return undefined;
  }
}

const MOST_RUNS = 5;
const MOST_VERSIONS = 10;
const MOST_PROBLEMS = 50;
const MOST_REMAINS = 500;
/** Characters of configurations in all; the rest of the object needs its place, too. */
const MOST_CONFIG = 400_000;

/** As much as one object can hold, the newest first. The version before stays in any case: a rollback goes there. */
export function trimmed(journal: Journal): Journal {
  const history: PastVersion[] = [];
  let size = 0;
  for (const past of journal.history.slice(0, MOST_VERSIONS)) {
    size += past.config.length;
    if (history.length >= 2 && size > MOST_CONFIG) break;
    history.push(past);
  }
  const runs: Run[] = journal.runs.slice(0, MOST_RUNS);
  const { remains } = journal;
  return {
    ...journal,
    history,
    runs,
    problems: journal.problems.slice(0, MOST_PROBLEMS),
    ...(remains && { remains: { ...remains, items: remains.items.slice(0, MOST_REMAINS) } }),
  };
}
