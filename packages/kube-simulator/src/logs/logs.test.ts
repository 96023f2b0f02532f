import { ManualClock } from '@luban/kube';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PROFILES } from '../images/profile-of.ts';
import { NGINX } from '../images/profiles/web-servers.ts';
import { BufferedLog } from './buffered-log.ts';
import { GeneratedLog } from './generated-log.ts';
import { type LogOptions, parseLogOptions, readLog } from './log-reader.ts';
import type { LogSource } from './log-source.ts';

const START = Date.UTC(2026, 0, 1, 8);
const WRITER = { hostname: 'web-1', image: 'nginx', container: 'nginx', ip: '10.244.0.2' };

function generated(seed = 'seed', profile = NGINX): GeneratedLog {
  return new GeneratedLog({
    generator: profile.log,
    writer: WRITER,
    seed,
    startedAt: START,
    notice: 'simulated by LuBan',
  });
}

async function read(source: LogSource, options: LogOptions, now: number): Promise<string[]> {
  let text = '';
  for await (const chunk of readLog(source, options, new ManualClock(now))) text += Buffer.from(chunk).toString();
  return text.split('\n').slice(0, -1);
}

test('a log says first of all that it is simulated', async () => {
  for (const profile of PROFILES) {
    expect((await read(generated('x', profile), {}, START + 5000))[0]).toBe('simulated by LuBan');
  }
});

test('a later look shows the same earlier lines', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), fc.nat(7_200_000), fc.nat(7_200_000), async (seed, first, more) => {
      const earlier = await read(generated(seed), {}, START + first);
      const later = await read(generated(seed), {}, START + first + more);
      expect(later.slice(0, earlier.length)).toEqual(earlier);
    }),
    { numRuns: 25 },
  );
});

test('the tail is the end of the whole, and lines since a time are those of that time', async () => {
  const now = START + 3_600_000;
  const all = await read(generated(), { timestamps: true }, now);
  expect(all.length).toBeGreaterThan(100);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 300 }), async (tailLines) => {
      expect(await read(generated(), { tailLines, timestamps: true }, now)).toEqual(all.slice(-tailLines));
    }),
    { numRuns: 20 },
  );
  expect(await read(generated(), { tailLines: 0 }, now)).toEqual([]);
  const since = await read(generated(), { sinceSeconds: 600, timestamps: true }, now);
  expect(since).toEqual(all.filter((line) => Date.parse(line.slice(0, 30)) >= now - 600_000));
  expect(since.length).toBeGreaterThan(10);
  expect(await read(generated(), { sinceTime: now - 600_000, timestamps: true }, now)).toEqual(since);
});

test('a log that is a year old costs no more than a day of it', async () => {
  const now = START + 365 * 86_400_000;
  const began = performance.now();
  expect(await read(generated(), { tailLines: 5 }, now)).toHaveLength(5);
  expect(performance.now() - began).toBeLessThan(200);
  expect((await read(generated(), {}, now)).length).toBeLessThan(60_000);
});

test('limitBytes cuts within a line', async () => {
  let size = 0;
  for await (const chunk of readLog(generated(), { limitBytes: 100 }, new ManualClock(START + 60_000)))
    size += chunk.length;
  expect(size).toBe(100);
});

test('following shows new lines as time passes, and ends with the process', async () => {
  const clock = new ManualClock(START + 60_000);
  const source = generated();
  const before = await read(source, {}, clock.now());
  let text = '';
  const following = (async () => {
    for await (const chunk of readLog(source, { follow: true }, clock)) text += Buffer.from(chunk).toString();
  })();
  await clock.advance(600_000);
  const shown = text.split('\n').slice(0, -1);
  expect(shown.length).toBeGreaterThan(before.length + 10);
  expect(shown).toEqual(await read(source, {}, clock.now()));
  source.end(clock.now());
  await following;
});

test('what a process really writes is kept line by line', async () => {
  const clock = new ManualClock(START + 5);
  const log = new BufferedLog();
  log.write('stdout', 'one\ntw', START);
  log.write('stderr', 'problem\n', START + 1);
  log.write('stdout', 'o\nthree', START + 2);
  expect(await read(log, {}, START + 10)).toEqual(['one', 'problem', 'two']);
  let text = '';
  const following = (async () => {
    for await (const chunk of readLog(log, { follow: true, tailLines: 1 }, clock))
      text += Buffer.from(chunk).toString();
  })();
  await clock.advance(10);
  log.end(clock.now());
  await following;
  expect(text).toBe('two\nthree');
  expect(await read(log, { stream: 'stderr' }, START + 10)).toEqual(['problem']);
});

test('a follower that goes away is let go', async () => {
  const gone = new AbortController();
  const following = (async () => {
    for await (const chunk of readLog(new BufferedLog(), { follow: true }, new ManualClock(START), gone.signal))
      expect(chunk).toBeDefined();
  })();
  gone.abort();
  await following;
});

test('options that are no numbers are refused', () => {
  for (const query of [
    'tailLines=-1',
    'tailLines=1e9',
    'sinceSeconds=x',
    'sinceTime=yesterday',
    'limitBytes=99999999999999',
  ]) {
    expect(parseLogOptions(new URLSearchParams(query))).toHaveProperty('problem');
  }
  expect(parseLogOptions(new URLSearchParams('follow=true&tailLines=5&timestamps=true'))).toEqual({
    follow: true,
    tailLines: 5,
    timestamps: true,
  });
});
