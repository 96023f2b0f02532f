import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { isProgram } from './is-program.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const CURE =
  'Install Chromium (Debian and Ubuntu: `sudo apt-get install chromium`), or set CHROMIUM_PATH to the program of a Chromium or Chrome that is there.';

/**
 * The path of a Chromium: `CHROMIUM_PATH`, one of the PATH, or one that Playwright downloaded. Installs Debian's where
 * this user may.
 *
 * @throws Error with what to do
 */
export function findChromium(): string {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) {
    if (isProgram(chosen)) return chosen;
    throw new Error(`CHROMIUM_PATH is ${chosen}, which is no program that can be run. ${CURE}`);
  }
  return onPath() ?? inPlaywrightCache() ?? installed();
}

function onPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
}

function inPlaywrightCache(): string | undefined {
  const caches = [
    process.env.PLAYWRIGHT_BROWSERS_PATH,
    join(homedir(), '.cache', 'ms-playwright'),
    join(homedir(), 'Library', 'Caches', 'ms-playwright'),
  ];
  const places = [
    ['chrome-linux', 'chrome'],
    ['chrome-linux64', 'chrome'],
    ['chrome-mac', 'Chromium.app', 'Contents', 'MacOS', 'Chromium'],
    ['chrome-mac-arm64', 'Chromium.app', 'Contents', 'MacOS', 'Chromium'],
  ];
  return caches
    .filter((cache) => cache !== undefined && existsSync(cache))
    .flatMap((cache) =>
      readdirSync(cache!)
        .filter((name) => /^chromium-\d+$/.test(name))
        .sort()
        .reverse()
        .flatMap((name) => places.map((place) => join(cache!, name, ...place))),
    )
    .find(isProgram);
}

function installed(): string {
  if (process.getuid?.() !== 0 || !['/usr/bin/apt-get', '/bin/apt-get'].some(isProgram)) {
    throw new Error(`The browser tests need Chromium, and none was found. ${CURE}`);
  }
  console.info("No Chromium was found; installing Debian's …");
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const { status } = spawnSync('apt-get', ['-qq', ...args], { stdio: ['ignore', 'ignore', 'inherit'], env });
    if (status !== 0) throw new Error(`\`apt-get ${args.join(' ')}\` failed; the lines above say why. ${CURE}`);
  }
  const found = onPath();
  if (found === undefined) throw new Error(`The package was installed, but there is no chromium on the PATH. ${CURE}`);
  return found;
}
