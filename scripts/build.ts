/**
 * Builds the console, the extensions and what packages generate in this repository: what is stale, or all of it with
 * `--force`, or what is named (`node scripts/build.ts console vue`).
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { Fingerprints } from './lib/fingerprint.ts';
import { root, type WorkspacePackage, workspacePackages } from './lib/workspace.ts';

/** A folder that one command turns into an output. */
interface BuildUnit {
  name: string;
  /** Where the command runs, relative to the root. */
  folder: string;
  command: string;
  /** Exists when the unit was built. Relative to the root. */
  output: string;
  /** Others may read the output while they are built. */
  first: boolean;
  fingerprint: string;
}

/** Two at a time: bundlers use more than one core each. */
const PARALLEL = 2;

export interface BuildOptions {
  force?: boolean;
  /** Empty: all. */
  names?: string[];
}

/** Resolves to the names of the units that failed; each one's output was printed. */
export async function build(options: BuildOptions = {}): Promise<string[]> {
  const units = buildUnits();
  const unknown = options.names?.filter((name) => units.every((unit) => unit.name !== name)) ?? [];
  if (unknown.length > 0) {
    console.error(
      `Nothing to build is named ${unknown.join(', ')}. There are: ${units.map((u) => u.name).join(', ')}.`,
    );
    return unknown;
  }
  const queue = units
    .filter((unit) => options.names === undefined || options.names.length === 0 || options.names.includes(unit.name))
    .filter((unit) => options.force || isStale(unit));
  const failed = await runAll(queue.filter((unit) => unit.first));
  return [...failed, ...(await runAll(queue.filter((unit) => !unit.first)))];
}

/** Resolves to the names of the units that failed. */
async function runAll(queue: BuildUnit[]): Promise<string[]> {
  const failed: string[] = [];
  const worker = async () => {
    for (let unit = queue.shift(); unit !== undefined; unit = queue.shift()) {
      if (!(await run(unit))) failed.push(unit.name);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  return failed;
}

function buildUnits(): BuildUnit[] {
  const packages = workspacePackages();
  const fingerprints = new Fingerprints(packages);
  return packages.flatMap((entry) => {
    const shape = shapeOf(entry);
    if (shape === undefined) return [];
    const { shared, ...unit } = shape;
    return [
      { ...unit, name: basename(entry.folder), fingerprint: fingerprints.of(entry, ['pnpm-lock.yaml', ...shared]) },
    ];
  });
}

function shapeOf(
  entry: WorkspacePackage,
): (Pick<BuildUnit, 'folder' | 'command' | 'output' | 'first'> & { shared: string[] }) | undefined {
  if (entry.folder === join('apps', 'console')) {
    return {
      folder: '.',
      command: 'vite build --logLevel warn',
      output: join(entry.folder, 'dist', 'host.json'),
      first: false,
      shared: ['vite.config.ts'],
    };
  }
  const command = entry.scripts.build;
  if (command === undefined) return undefined;
  const unit = { folder: entry.folder, command, shared: [] };
  if (/^packages\b/.test(entry.folder)) return { ...unit, output: join(entry.folder, 'generated'), first: true };
  if (!/^(extensions|examples)\b/.test(entry.folder)) return undefined;
  return { ...unit, output: join(lastExtension(entry.folder), 'ui', 'extension.json'), first: false };
}

/** A package is an extension, or holds versions of one in folders, of which the last is built last. */
function lastExtension(folder: string): string {
  const isExtension = (path: string) => existsSync(join(root, path, 'extension.yaml'));
  if (isExtension(folder)) return folder;
  const inside = readdirSync(join(root, folder)).map((name) => join(folder, name));
  return inside.filter(isExtension).sort().at(-1) ?? folder;
}

function isStale(unit: BuildUnit): boolean {
  const stamp = stampOf(unit);
  return !existsSync(join(root, unit.output)) || !existsSync(stamp) || readFileSync(stamp, 'utf8') !== unit.fingerprint;
}

function stampOf(unit: BuildUnit): string {
  return join(root, '.cache', 'build', unit.name);
}

async function run(unit: BuildUnit): Promise<boolean> {
  const started = performance.now();
  const { code, output } = await execute(unit);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const built = code === 0 && existsSync(join(root, unit.output));
  if (built) {
    mkdirSync(dirname(stampOf(unit)), { recursive: true });
    writeFileSync(stampOf(unit), unit.fingerprint);
    console.info(`built  ${unit.name.padEnd(20)} ${seconds.padStart(6)} s`);
  } else {
    console.error(`FAILED ${unit.name.padEnd(20)} ${seconds.padStart(6)} s\n${output.trimEnd()}`);
    if (code === 0) console.error(`The command ended well, but ${unit.output} is not there.`);
  }
  return built;
}

function execute(unit: BuildUnit): Promise<{ code: number | null; output: string }> {
  const bins = [join(root, unit.folder, 'node_modules', '.bin'), join(root, 'node_modules', '.bin')];
  const child = spawn(unit.command, {
    cwd: join(root, unit.folder),
    shell: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: [...bins, process.env.PATH].join(delimiter), NODE_ENV: 'production' },
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}

if (import.meta.main) {
  const args = process.argv.slice(2);
  const failed = await build({ force: args.includes('--force'), names: args.filter((arg) => !arg.startsWith('--')) });
  process.exitCode = failed.length > 0 ? 1 : 0;
}
