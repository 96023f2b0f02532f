/** A person with a fresh clone, an empty home and the author's first guide. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type TestBrowser } from './support/browser.ts';
import { type CleanClone, cleanClone } from './support/clean-clone.ts';
import { type GuideSection, readGuide, runGuideCommand, writeGuideFile } from './support/guide.ts';
import { freePort, REPOSITORY } from './support/product.ts';

let clone: CleanClone;
let browser: TestBrowser;
let guide: GuideSection[];
let started: StartedConsole | undefined;

beforeAll(async () => {
  browser = await launchBrowser();
  guide = await readGuide(join(REPOSITORY, 'docs/authors/first-extension.md'));
  clone = await cleanClone(await freePort());
});

afterAll(async () => {
  await started?.stop();
  await browser?.[Symbol.asyncDispose]();
  await clone?.[Symbol.asyncDispose]();
});

describe('a newcomer', () => {
  it('reaches a running console with one command, and their first extension by the guide', {
    timeout: 300_000,
  }, async () => {
    for (const section of guide.slice(0, 4)) await follow(section);
    expect(started).toBeDefined();
    const { address, password } = started as StartedConsole;

    const person = await browser.newcomer(address);
    const { page, watch } = await person.open('/');
    await page.getByRole('textbox', { name: 'Username' }).fill('admin');
    await page.getByRole('textbox', { name: 'Password' }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    for (const name of ['New password', 'New password, again']) {
      await page.getByRole('textbox', { name, exact: true }).fill('a harbour at night');
    }
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Hello' }).click();
    await page.getByRole('heading', { name: /^Hello, / }).waitFor();
    await page.getByRole('textbox', { name: 'A note' }).fill('unsaved');
    const navigations = watch.navigations();

    await follow(guide[4] as GuideSection);
    await page.getByText('0.2.0').first().waitFor();
    expect(await page.getByRole('textbox', { name: 'A note' }).inputValue()).toBe('unsaved');
    expect(await page.getByRole('heading', { name: /^Hello, / }).count()).toBe(1);

    await page.getByRole('textbox', { name: 'A note' }).fill('');
    await page.getByRole('heading', { name: /^Welcome back, / }).waitFor();
    expect(watch.navigations()).toBe(navigations);
    await person[Symbol.asyncDispose]();
  });

  it('starts again in five seconds', async () => {
    let best = Number.POSITIVE_INFINITY;
    // Of a machine that is busy with something else just then, one start says nothing.
    for (let tries = 0; tries < 5 && best >= 5_000; tries++) {
      await started?.stop();
      started = await startConsole();
      best = Math.min(best, started.startedIn);
    }
    console.info(`Next start: ${Math.round(best)} ms to /healthz`);
    expect(best).toBeLessThan(5_000);
  });
});

async function follow(section: GuideSection): Promise<void> {
  for (const step of section.steps) {
    if (step.kind === 'file') await writeGuideFile(clone.root, step);
    else if (step.line === 'npm start') started = await startConsole();
    else await runGuideCommand(clone.root, step.line, clone.environment);
  }
}

interface StartedConsole {
  address: string;
  password: string;
  /** Milliseconds from the command to `/healthz`. */
  startedIn: number;
  stop(): Promise<void>;
}

/** `npm start`, until it is ready; address and password as they are printed. */
async function startConsole(): Promise<StartedConsole> {
  const began = performance.now();
  // A process group of its own, so that npm's children end with it.
  const child = spawn('npm', ['start'], {
    cwd: clone.root,
    env: clone.environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const health = `http://127.0.0.1:${clone.environment.PORT}/healthz`;
  while (!(await fetch(health).catch(() => undefined))?.ok) {
    if (child.exitCode !== null) throw new Error(`npm start ended with code ${child.exitCode}:\n${output}`);
    if (performance.now() - began > 240_000) throw new Error(`npm start was not ready:\n${output}`);
    await sleep(25);
  }
  const startedIn = performance.now() - began;
  const address = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0] ?? '';
  const password = /password\W+(\S+)/i.exec(output)?.[1] ?? '';
  return { address, password, startedIn, stop: () => stopGroup(child) };
}

async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const ended = once(child, 'exit');
  process.kill(-child.pid, 'SIGTERM');
  await ended;
}
