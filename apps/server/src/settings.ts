import { isIP } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { DEMOS, type Demo } from './kube/kube-settings.ts';
import { StartFailure } from './start-failure.ts';

/** What an administrator can set, by environment variable or by flag. */
export interface Settings {
  port: number;
  host: string;
  /** Absolute. */
  dataDir: string;
  /** Port of the embedded Kubernetes API. */
  kubePort: number;
  /** What the embedded clusters hold at their first start. */
  demo: Demo;
  /** Absent: generated at the first start. */
  adminPassword?: string;
  /** Hosts that repository, proxy and cluster URLs may name although they are private. */
  allowHosts: string[];
  /** Absolute path of a real cluster's kubeconfig, or `in-cluster`. Absent: the embedded clusters. */
  kubeconfig?: string;
  /** Addresses or networks of proxies whose `X-Forwarded-*` headers are believed. */
  trustedProxies: string[];
  /** Bearer token with which metrics are collected. */
  metricsToken?: string;
  /** Milliseconds between being asked to end and ending, in which nobody new should come. */
  drainDelay: number;
  /** Least severe messages that are logged. */
  logLevel: string;
  /** Absolute path of helm. Absent: the one in the PATH, or the one that came with the product. */
  helm?: string;
  /** Image with helm, for Jobs in the cluster that the server runs in. Absent: helm is a process of the server. */
  helmImage?: string;
  /** Absolute folders whose sub-folders are the extensions of the product itself. */
  extensionRoots: string[];
  /** Whether those are the product's own ones, and not an author's. */
  preinstalled: boolean;
}

/** One thing wrong with the settings: what, and what to do. */
export class SettingsError extends StartFailure {
  override name = 'SettingsError';
}

const REPOSITORY = dirname(dirname(dirname(import.meta.dirname)));

/** Flag to environment variable. A flag may also be written as the variable is: `--LUBAN_DATA_DIR=…`. */
const NAMES = {
  port: 'PORT',
  host: 'LUBAN_HOST',
  'data-dir': 'LUBAN_DATA_DIR',
  'kube-port': 'LUBAN_KUBE_PORT',
  demo: 'LUBAN_DEMO',
  'admin-password': 'LUBAN_ADMIN_PASSWORD',
  'allow-hosts': 'LUBAN_ALLOW_HOSTS',
  kubeconfig: 'LUBAN_KUBECONFIG',
  'trusted-proxies': 'LUBAN_TRUSTED_PROXIES',
  'metrics-token': 'LUBAN_METRICS_TOKEN',
  'drain-delay': 'LUBAN_DRAIN_DELAY',
  'log-level': 'LUBAN_LOG_LEVEL',
  helm: 'LUBAN_HELM',
  'helm-image': 'LUBAN_HELM_IMAGE',
  extensions: 'LUBAN_EXTENSIONS',
} as const;
type Flag = keyof typeof NAMES;

/**
 * Reads the settings; a flag prevails over the variable.
 *
 * @param args without the interpreter and the script
 * @throws SettingsError that names the setting and the cure
 */
export function readSettings(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Settings {
  const flags = readFlags(args);
  const value = (flag: Flag) => flags.get(flag) ?? (env[NAMES[flag]] || undefined);
  return {
    port: portNumber('port', value('port') ?? '3000'),
    host: hostName(value('host') ?? '127.0.0.1'),
    dataDir: resolve(value('data-dir') ?? '.luban'),
    kubePort: portNumber('kube-port', value('kube-port') ?? '6443'),
    demo: demoName(value('demo') ?? 'full'),
    adminPassword: value('admin-password'),
    allowHosts: list(value('allow-hosts')).map(allowedHost),
    kubeconfig: kubeconfigPath(value('kubeconfig')),
    trustedProxies: list(value('trusted-proxies')).map(network),
    metricsToken: metricsToken(value('metrics-token')),
    drainDelay: 1000 * seconds('drain-delay', value('drain-delay') ?? '0'),
    logLevel: logLevel(value('log-level') ?? 'info'),
    helm: value('helm') === undefined ? undefined : resolve(value('helm')!),
    helmImage: helmImage(value('helm-image'), value('kubeconfig')),
    extensionRoots:
      value('extensions') === undefined ? defaultRoots() : list(value('extensions')).map((dir) => resolve(dir)),
    preinstalled: value('extensions') === undefined,
  };
}

function defaultRoots(): string[] {
  return ['extensions', 'examples'].map((folder) => join(REPOSITORY, folder));
}

function readFlags(args: readonly string[]): Map<Flag, string> {
  const flags = new Map<Flag, string>();
  for (let i = 0; i < args.length; i++) {
    const argument = args[i]!;
    const [, written, inline] = /^--([^=]+)(?:=(.*))?$/s.exec(argument) ?? [];
    const name = written
      ?.toLowerCase()
      .replaceAll('_', '-')
      .replace(/^luban-/, '');
    if (name === undefined || !Object.hasOwn(NAMES, name)) throw new SettingsError(unknownFlag(argument));
    const value = inline ?? args[++i];
    if (value === undefined || value === '' || (inline === undefined && value.startsWith('--'))) {
      throw new SettingsError(`--${name} needs a value: --${name}=VALUE.`);
    }
    flags.set(name as Flag, value);
  }
  return flags;
}

function unknownFlag(argument: string): string {
  const known = Object.entries(NAMES).map(([flag, variable]) => `--${flag} (${variable})`);
  return `${JSON.stringify(argument)} is not a flag of the server. There are: ${known.join(', ')}.`;
}

function portNumber(flag: Flag, value: string): number {
  const port = Number(value);
  if (!/^\d{1,5}$/.test(value) || port > 65535) {
    throw new SettingsError(
      `${NAMES[flag]} is ${JSON.stringify(value)}. Set it to a port from 0 to 65535; 0 takes a free one.`,
    );
  }
  return port;
}

function demoName(value: string): Demo {
  const known = DEMOS.find((name) => name === value);
  if (known === undefined) {
    throw new SettingsError(`LUBAN_DEMO is ${JSON.stringify(value)}. Set it to one of: ${DEMOS.join(', ')}.`);
  }
  return known;
}

function hostName(value: string): string {
  if (isIP(value) === 0 && !/^[a-z\d]([a-z\d.-]{0,251}[a-z\d])?$/i.test(value)) {
    throw new SettingsError(
      `LUBAN_HOST is ${JSON.stringify(value)}. Set it to the address to listen on, such as 127.0.0.1 or 0.0.0.0, without a port.`,
    );
  }
  return value;
}

function allowedHost(value: string): string {
  const inBrackets = /^\[([\da-f:.]{2,45})\](?::\d{1,5})?$/i.exec(value)?.[1] ?? '';
  const isAddress = isIP(value) !== 0 || isIP(inBrackets) === 6;
  if (!isAddress && !/^[a-z\d]([a-z\d.-]{0,251}[a-z\d])?(:\d{1,5})?$/i.test(value)) {
    throw new SettingsError(
      `LUBAN_ALLOW_HOSTS names ${JSON.stringify(value)}. List host names or addresses, separated by commas, without a scheme or path.`,
    );
  }
  return value.toLowerCase();
}

function kubeconfigPath(value: string | undefined): string | undefined {
  return value === undefined || value === 'in-cluster' ? value : resolve(value);
}

function network(value: string): string {
  const [address = '', bits, ...more] = value.split('/');
  const family = isIP(address);
  const most = family === 4 ? 32 : 128;
  const isBits = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
  if (family === 0 || !isBits || more.length > 0) {
    throw new SettingsError(
      `LUBAN_TRUSTED_PROXIES names ${JSON.stringify(value)}. List addresses or networks, such as 10.0.0.0/8, separated by commas.`,
    );
  }
  return value;
}

function metricsToken(value: string | undefined): string | undefined {
  if (value !== undefined && !/^[\x21-\x7e]{8,512}$/.test(value)) {
    throw new SettingsError('LUBAN_METRICS_TOKEN has to have 8 to 512 letters, digits and signs, and no spaces.');
  }
  return value;
}

function helmImage(value: string | undefined, kubeconfig: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (!/^[\w./:@-]{1,500}$/.test(value)) {
    throw new SettingsError(
      `LUBAN_HELM_IMAGE is ${JSON.stringify(value)}. Set it to an image that has helm, such as alpine/helm:3.17.2.`,
    );
  }
  if (kubeconfig !== 'in-cluster') {
    throw new SettingsError(
      'LUBAN_HELM_IMAGE is for servers that run in a cluster. Set LUBAN_KUBECONFIG to in-cluster, or name a program in LUBAN_HELM instead.',
    );
  }
  return value;
}

function seconds(flag: Flag, value: string): number {
  if (!/^\d{1,3}$/.test(value)) {
    throw new SettingsError(`${NAMES[flag]} is ${JSON.stringify(value)}. Set it to whole seconds, from 0 to 999.`);
  }
  return Number(value);
}

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'];

function logLevel(value: string): string {
  if (!LOG_LEVELS.includes(value)) {
    throw new SettingsError(`LUBAN_LOG_LEVEL is ${JSON.stringify(value)}. Set it to one of: ${LOG_LEVELS.join(', ')}.`);
  }
  return value;
}

function list(value: string | undefined): string[] {
  return (value ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
