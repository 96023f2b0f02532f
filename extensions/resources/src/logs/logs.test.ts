import { describe, expect, it } from 'vitest';
import { compareTimes } from './compare-times.ts';
import { finder, matchingLines, plainText } from './find-matches.ts';
import { followLog, type LogRequest, logPath } from './follow-log.ts';
import { LineSplitter } from './line-splitter.ts';
import { LONGEST_LINE, LogBuffer } from './log-buffer.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const SOURCE = { cluster: 'host', namespace: 'shop', pod: 'web-0', container: 'web' };

describe('lines of a stream', () => {
  it('are whole wherever the bytes are cut, in a character too', () => {
    const text = '2026-01-01T00:00:00.5Z 日本語\n2026-01-01T00:00:01Z plain\r\nno time\nrest';
    const all = bytes(text);
    for (let cut = 0; cut <= all.length; cut += 1) {
      const splitter = new LineSplitter();
      const lines = [...splitter.push(all.subarray(0, cut)), ...splitter.push(all.subarray(cut)), ...splitter.end()];
      expect(lines).toEqual([
        { time: '2026-01-01T00:00:00.5Z', text: '日本語' },
        { time: '2026-01-01T00:00:01Z', text: 'plain' },
        { time: '', text: 'no time' },
        { time: '', text: 'rest' },
      ]);
    }
  });

  it('come out in pieces when one never ends', () => {
    const splitter = new LineSplitter();
    expect(splitter.push(bytes('x'.repeat(1_100_000)))).toHaveLength(1);
    expect(splitter.end()).toEqual([]);
  });

  it('are ordered by the nanosecond, of which zeros are left out', () => {
    const times = [
      '2026-01-01T00:00:01.5Z',
      '2026-01-01T00:00:01Z',
      '2026-01-01T00:00:01.25Z',
      '2026-01-01T00:00:01.250000001Z',
    ];
    expect(times.toSorted(compareTimes)).toEqual([times[1], times[2], times[3], times[0]]);
    expect(compareTimes('2026-01-01T00:00:01.50Z', '2026-01-01T00:00:01.5Z')).toBe(0);
  });
});

describe('the buffer', () => {
  const make = (capacity = 100) => {
    const frames: (() => void)[] = [];
    const buffer = new LogBuffer(capacity, (run) => void frames.push(run));
    const frame = () => {
      for (const run of frames.splice(0)) run();
      return buffer.get().map(({ text }) => text);
    };
    return { buffer, frame, frames };
  };
  const at = (second: number, text: string) => ({ time: `2026-01-01T00:00:0${second}Z`, text });

  it('tells its listeners once a frame, however much arrives', () => {
    const { buffer, frame, frames } = make();
    let told = 0;
    buffer.subscribe(() => {
      told += 1;
    });
    for (let line = 0; line < 50; line += 1) buffer.push(0, [at(1, String(line))]);
    expect([frames.length, told, buffer.get().length]).toEqual([1, 0, 0]);
    expect(frame()).toHaveLength(50);
    expect(told).toBe(1);
  });

  it('lets old lines go, and counts them', () => {
    const { buffer, frame } = make(10);
    for (let line = 0; line < 1_000; line += 1) buffer.push(0, [at(1, String(line))]);
    expect(frame().at(-1)).toBe('999');
    expect(buffer.get().length).toBeLessThanOrEqual(11);
    expect(buffer.dropped + buffer.get().length).toBe(1_000);
  });

  it('puts the lines of several streams in the order of their time, and leaves one stream as it is', () => {
    const { buffer, frame } = make();
    buffer.push(0, [at(1, 'a1'), at(3, 'a3'), at(5, 'a5')]);
    buffer.push(1, [at(2, 'b2'), at(3, 'b3'), { time: '', text: 'b-mark', mark: true }, at(6, 'b6')]);
    expect(frame()).toEqual(['a1', 'b2', 'a3', 'b3', 'b-mark', 'a5', 'b6']);
    const alone = make();
    alone.buffer.push(0, [at(5, 'late'), at(1, 'early')]);
    expect(alone.frame()).toEqual(['late', 'early']);
  });

  it('cuts lines that nobody reads to their end', () => {
    const { buffer, frame } = make();
    buffer.push(0, [at(1, 'x'.repeat(2 * LONGEST_LINE))]);
    expect(frame()[0]).toHaveLength(LONGEST_LINE + 1);
  });
});

describe('a log that is followed', () => {
  const request: LogRequest = { ...SOURCE, follow: true, tail: 10 };
  const line = (second: number) => `2026-01-01T00:00:0${second}Z line ${second}\n`;

  it('goes on from its last line when it breaks off, and shows none twice', async () => {
    const answers = [line(1) + line(2), line(2) + line(3)];
    const asked: URL[] = [];
    const stop = new AbortController();
    const texts: string[] = [];
    const states: string[] = [];
    const fetch = async (path: string | URL) => {
      asked.push(new URL(path, 'http://x'));
      const answer = answers.shift();
      if (answers.length === 0) queueMicrotask(() => setTimeout(() => stop.abort(), 50));
      return new Response(answer);
    };
    await followLog(
      fetch,
      request,
      { lines: (lines) => texts.push(...lines.map(({ text }) => text)), state: (state) => states.push(state) },
      stop.signal,
    );
    expect(texts).toEqual(['line 1', 'line 2', 'line 3']);
    expect(asked.map(({ searchParams }) => [searchParams.get('tailLines'), searchParams.get('sinceTime')])).toEqual([
      ['10', null],
      [null, '2026-01-01T00:00:02Z'],
    ]);
    expect(states.slice(0, 3)).toEqual(['open', 'waiting', 'open']);
  });

  it.each([401, 403, 404])('is given up when the answer is %d', async (status) => {
    const states: [string, unknown][] = [];
    const fetch = async () => Response.json({ kind: 'Status', reason: 'Forbidden', message: 'no' }, { status });
    await followLog(
      fetch,
      request,
      { lines: () => {}, state: (...state) => states.push(state as never) },
      new AbortController().signal,
    );
    expect(states).toEqual([['ended', expect.objectContaining({ status, message: 'no' })]]);
  });

  it('is asked for once when it is the one before the restart', async () => {
    const states: string[] = [];
    const fetch = async () => new Response(line(1));
    const listener = { lines: () => {}, state: (state: string) => void states.push(state) };
    await followLog(fetch, { ...request, previous: true }, listener, new AbortController().signal);
    expect(states).toEqual(['open', 'ended']);
    expect(logPath({ ...request, previous: true })).not.toContain('follow');
  });

  it('has a path that no name can leave', () => {
    const path = logPath({ ...SOURCE, pod: '../../secrets', container: 'a&previous=true' });
    expect(new URL(path, 'http://x').pathname).toBe('/clusters/host/api/v1/namespaces/shop/pods/..%2F..%2Fsecrets/log');
    expect(new URL(path, 'http://x').searchParams.get('previous')).toBeNull();
  });
});

describe('what is looked for', () => {
  it('is found whatever its case, and as it is written', () => {
    expect(finder('A.b')?.('xa.B a.b axb')).toEqual([
      [1, 4],
      [5, 8],
    ]);
    expect(finder('')).toBeUndefined();
  });

  it('is found through the colours of a line', () => {
    const text = '\u001b[31mERR\u001b[0mOR 7';
    expect(plainText(text)).toBe('ERROR 7');
    const lines = [
      { id: 1, source: 0, time: '', text },
      { id: 2, source: 0, time: '', text: 'fine' },
    ];
    expect(matchingLines(lines, 'error')).toEqual([0]);
  });
});
