import { isStatusError } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { parseArguments, UsageError } from './arguments.ts';
import { VERBS } from './verbs.ts';

/** Where kubectl runs. */
export interface KubectlSession {
  /** The API, as the service account of the pod. */
  client: KubeClient;
  /** Of the pod. */
  namespace: string;
  readFile(path: string): Promise<string>;
  stdin: string;
  sleep(milliseconds: number): Promise<void>;
  now(): number;
}

export interface KubectlOutcome {
  stdout: string;
  stderr: string;
  exitCode: number;
}

/** The commands of kubectl that scripts in containers use most, towards the cluster that they are simulated in. */
export async function runKubectl(line: readonly string[], session: KubectlSession): Promise<KubectlOutcome> {
  try {
    const parsed = parseArguments(line);
    const verb = VERBS.get(parsed.verb);
    if (verb === undefined) {
      throw new UsageError(
        `the simulated kubectl knows no "${parsed.verb}", but ${[...VERBS.keys()].join(', ')}. Run kubectl outside of the cluster for anything else`,
      );
    }
    return { stdout: await verb(parsed, session), stderr: '', exitCode: 0 };
  } catch (error) {
    if (error instanceof UsageError) return { stdout: '', stderr: `error: ${error.message}\n`, exitCode: 1 };
    if (!isStatusError(error)) throw error;
    const { reason, message } = error.status;
    return { stdout: '', stderr: `Error from server${reason ? ` (${reason})` : ''}: ${message}\n`, exitCode: 1 };
  }
}
