import type { Container } from '@luban/kube/kinds';
import type { LogSource } from '../../logs/log-source.ts';

/** Most of a file, in bytes, and of a log, in letters, and its lines. Source: pkg/kubelet/container of Kubernetes. */
const LONGEST_FILE = 4096;
const LONGEST_LOG = 2048;
const MOST_LINES = 80;

/** Why a container ended, in its own words. Source: core/v1, terminationMessagePath and terminationMessagePolicy. */
export async function terminationMessage(
  { terminationMessagePath = '/dev/termination-log', terminationMessagePolicy }: Container,
  exitCode: number,
  readFile: (path: string) => Promise<Uint8Array | undefined>,
  log: LogSource,
  now: number,
): Promise<string | undefined> {
  const file = await readFile(terminationMessagePath);
  if (file !== undefined && file.length > 0) return Buffer.from(file.subarray(0, LONGEST_FILE)).toString();
  if (exitCode === 0 || terminationMessagePolicy !== 'FallbackToLogsOnError') return undefined;
  const lines: string[] = [];
  for (const { text } of log.backwards(now)) {
    if (lines.push(text) === MOST_LINES) break;
  }
  return `${lines.reverse().join('\n')}\n`.slice(-LONGEST_LOG);
}
