import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { CenterChanges } from '../center-changes.ts';
import { ChangeFeed } from './change-feed.ts';
import type { EventStream } from './event-stream.ts';

function feed() {
  const changes = new CenterChanges();
  const made = new ChangeFeed({ changes, patience: 20 });
  onTestFinished(() => made[Symbol.dispose]());
  const open = (seen?: string) => {
    const told: { name: string; data: string; id?: string }[] = [];
    const end = new AbortController();
    const stream = {
      closed: end.signal,
      event: (name: string, data: string, id?: string) => void told.push({ name, data, id }),
      beat() {},
      end: () => end.abort(),
    } satisfies Pick<EventStream, 'closed' | 'event' | 'beat' | 'end'>;
    made.open({ stream, allowed: async () => true }, seen);
    return { told, close: () => end.abort() };
  };
  return { changes, made, open };
}

test('what comes together is told in one event, however much it is', async () => {
  const { changes, open } = feed();
  const { told } = open();
  for (let i = 0; i < 5_000; i++) changes.extension(`tide-${i % 50}`);
  changes.repositories();
  await sleep(60);
  expect(told.map(({ name }) => name)).toEqual(['hello', 'change']);
  expect(JSON.parse(told[1]!.data)).toMatchObject({ catalogue: false, repositories: true });
  expect(JSON.parse(told[1]!.data).extensions).toHaveLength(50);
  for (let i = 0; i < 500; i++) changes.extension(`buoy-${i}`);
  await sleep(60);
  expect(JSON.parse(told[2]!.data)).toMatchObject({ extensions: [], all: true });
});

test('who comes back after too long looks at everything anew', async () => {
  const { changes, open } = feed();
  const first = open();
  const { id } = first.told[0]!;
  first.close();
  for (let i = 0; i < 3; i++) {
    changes.extension(`tide-${i}`);
    await sleep(40);
  }
  const missed = open(id).told.filter(({ name }) => name === 'change');
  expect(missed.map(({ data }) => JSON.parse(data).extensions)).toEqual([['tide-0'], ['tide-1'], ['tide-2']]);
  for (const seen of ['nonsense', `${id!.split('.')[0]}.99`, `${id!.split('.')[0]}.-1`, '.', '']) {
    const [, change] = open(seen).told;
    expect(JSON.parse(change!.data), seen).toMatchObject({ all: true });
  }
});
