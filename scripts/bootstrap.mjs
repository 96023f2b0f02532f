/**
 * The one door in: `npm start` and `npm test` run this file with whatever Node (20 or newer) is there and nothing
 * installed. It brings the dependencies, among them the Node that the workspace is pinned to, and hands over to that.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PNPM = 'pnpm@12.21.0';
const COMMANDS = { start: 'scripts/start.ts', test: 'scripts/test.ts' };

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'node_modules', '.luban-install');
const node = join(root, 'node_modules', '.bin', 'node');

const [command, ...args] = process.argv.slice(2);
const script = COMMANDS[command];
if (script === undefined) stop(`Usage: node scripts/bootstrap.mjs ${Object.keys(COMMANDS).join('|')} [arguments]`);
if (Number(process.versions.node.split('.')[0]) < 20) {
  stop(
    `LuBan is started by Node 20 or newer, this is ${process.version}. Install a current Node from https://nodejs.org.`,
  );
}

const wanted = digestOfManifests();
if (!existsSync(node) || installed() !== wanted) install();
handOver();

function install() {
  console.info(`Installing dependencies with ${PNPM} …`);
  const result = spawnSync('npx', ['-y', PNPM, 'install', '--frozen-lockfile'], {
    cwd: root,
    stdio: 'inherit',
    // Without a terminal pnpm must not stop to ask whether it may replace node_modules.
    env: { ...process.env, CI: 'true' },
  });
  if (result.error?.code === 'ENOENT') stop('`npx` was not found. It comes with npm: install npm and try again.');
  if (result.status !== 0) {
    stop(
      'The dependencies could not be installed; the lines above say why. If they speak of the network, check that the ' +
        'npm registry can be reached (`npm ping`) or name a mirror (`npm config set registry URL`), then try again.',
    );
  }
  if (!existsSync(node)) {
    stop(
      `There is no pinned Node for ${process.platform} on ${process.arch}. Linux and macOS, x64 and arm64, are supported.`,
    );
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

function handOver() {
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', join(root, script), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: {
      NODE_COMPILE_CACHE: join(root, '.cache', 'node'),
      ...process.env,
      PATH: `${dirname(node)}:${process.env.PATH ?? ''}`,
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => stop(`The pinned Node did not start: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

function installed() {
  return existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined;
}

/** Changes when the lockfile or any package.json of the workspace does. */
function digestOfManifests() {
  const hash = createHash('sha256').update(PNPM);
  const folders = ['packages', 'apps', 'extensions', 'examples'].flatMap((parent) =>
    existsSync(join(root, parent))
      ? readdirSync(join(root, parent))
          .sort()
          .map((name) => join(parent, name, 'package.json'))
      : [],
  );
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...folders]) {
    if (existsSync(join(root, file))) hash.update(file).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}
