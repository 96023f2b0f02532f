import { type Clock, isStatusError, type KubeObject, quantityOf, quantityToNumber } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { OWN_NAMESPACE } from '../kube/own-namespace.ts';

/** What administrators decide about terminals and files, in the ConfigMap `luban-terminal`. */
export interface TerminalSettings {
  /** Open terminals of one person, in one replica. */
  sessionsPerUser: number;
  /** Milliseconds without input or output after which a terminal is closed. */
  idle: number;
  /** Bytes that one upload may have. */
  largestUpload: number;
  /** Absent: there are no terminals on nodes. */
  nodeShellImage?: string;
  /** Absent: there are no terminals with kubectl. */
  kubectlImage?: string;
}

export const DEFAULT_TERMINAL_SETTINGS: TerminalSettings = {
  sessionsPerUser: 10,
  idle: 60 * 60_000,
  largestUpload: 2 ** 30,
};

const REF = { group: '', version: 'v1', resource: 'configmaps', namespace: OWN_NAMESPACE, name: 'luban-terminal' };
/** Milliseconds that what was read is good for. */
const FRESH = 2_000;

/**
 * Reads them when they are needed, so that changes hold for what is opened next. Those that were read last hold on while
 * the cluster does not answer.
 */
export function terminalSettings(
  client: KubeClient,
  clock: Clock,
  onError: (error: unknown) => void,
): () => Promise<TerminalSettings> {
  let last = DEFAULT_TERMINAL_SETTINGS;
  let read: { at: number; settings: Promise<TerminalSettings> } | undefined;
  const refresh = async () => {
    try {
      last = await load(client);
    } catch (error) {
      onError(error);
    }
    return last;
  };
  return () => {
    if (read === undefined || clock.now() - read.at > FRESH) read = { at: clock.now(), settings: refresh() };
    return read.settings;
  };
}

async function load(client: KubeClient): Promise<TerminalSettings> {
  try {
    const { data } = await client.get<KubeObject & { data?: Record<string, string> }>(REF);
    return parseTerminalSettings(data ?? {});
  } catch (error) {
    if (isStatusError(error, 'NotFound')) return DEFAULT_TERMINAL_SETTINGS;
    throw error;
  }
}

/** What cannot be read counts as not set. */
export function parseTerminalSettings(data: Readonly<Record<string, string>>): TerminalSettings {
  const defaults = DEFAULT_TERMINAL_SETTINGS;
  const number = (key: string, least: number, most: number) => {
    const value = Object.hasOwn(data, key) ? Number(data[key]) : Number.NaN;
    return Number.isInteger(value) && value >= least && value <= most ? value : undefined;
  };
  const minutes = number('idleMinutes', 1, 7 * 24 * 60);
  return {
    sessionsPerUser: number('sessionsPerUser', 0, 1_000) ?? defaults.sessionsPerUser,
    idle: minutes === undefined ? defaults.idle : minutes * 60_000,
    largestUpload: bytesOf(data.largestUpload) ?? defaults.largestUpload,
    ...(data.nodeShell === 'true' && { nodeShellImage: data.nodeShellImage || 'busybox:1.36' }),
    ...(data.kubectlTerminal === 'true' && { kubectlImage: data.kubectlImage || 'alpine/k8s:1.32.3' }),
  };
}

/** `500Mi` */
function bytesOf(text: string | undefined): number | undefined {
  const quantity = quantityOf(text);
  const bytes = quantity && Math.round(quantityToNumber(quantity));
  return bytes !== undefined && bytes > 0 ? bytes : undefined;
}
