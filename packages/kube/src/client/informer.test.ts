import { expect, test } from 'vitest';
import { ManualClock } from '../clock.ts';
import type { KubeObject } from '../object.ts';
import { Informer } from './informer.ts';
import { KubeClient } from './kube-client.ts';
import type { Transport } from './transport.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' };

const pod = (name: string, resourceVersion: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'x', resourceVersion },
});

interface Script {
  list: () => unknown;
  /** Lines of the watch; a string that is no JSON ends it with an error. */
  watch: () => unknown[];
}

/** A server that answers by a script; a watch whose script is over stays open. */
function scripted(script: Script): { client: KubeClient; paths: string[] } {
  const paths: string[] = [];
  const transport: Transport = async ({ path, signal }) => {
    paths.push(path);
    const watching = path.includes('watch=true');
    const body = watching ? '' : JSON.stringify(script.list());
    return {
      status: 200,
      headers: {},
      text: async () => body,
      async *chunks() {
        for (const event of script.watch()) {
          if (event === 'end') return;
          if (event === 'break') throw new Error('the connection broke');
          yield Buffer.from(`${JSON.stringify(event)}\n`);
        }
        await new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }));
      },
    };
  };
  return { client: new KubeClient(transport), paths };
}

function observed(informer: Informer): string[] {
  const seen: string[] = [];
  informer.subscribe({
    onAdd: ({ metadata }) => seen.push(`+${metadata.name}@${metadata.resourceVersion}`),
    onUpdate: ({ metadata }, before) =>
      seen.push(`~${metadata.name}@${before.metadata.resourceVersion}>${metadata.resourceVersion}`),
    onDelete: ({ metadata }) => seen.push(`-${metadata.name}`),
  });
  return seen;
}

const list = (revision: string, ...items: KubeObject[]) => ({
  kind: 'PodList',
  apiVersion: 'v1',
  metadata: { resourceVersion: revision },
  items,
});

test('it lists, then follows, and goes on from the last revision when the server ends the watch', async () => {
  const watches = [
    [
      { type: 'MODIFIED', object: pod('a', '11') },
      { type: 'BOOKMARK', object: { metadata: { resourceVersion: '15' } } },
      'end',
    ],
    [
      { type: 'ADDED', object: pod('b', '16') },
      { type: 'DELETED', object: pod('a', '17') },
    ],
  ];
  const { client, paths } = scripted({ list: () => list('10', pod('a', '9')), watch: () => watches.shift() ?? [] });
  using informer = new Informer(client, PODS);
  const seen = observed(informer);
  await informer.start();
  await expect.poll(() => seen).toEqual(['+a@9', '~a@9>11', '+b@16', '-a']);
  expect(paths.filter((path) => path.includes('watch')).map((path) => /resourceVersion=(\d+)/.exec(path)?.[1])).toEqual(
    ['10', '15'],
  );
  expect([...informer.values()].map(({ metadata }) => metadata.name)).toEqual(['b']);
});

test('it lists anew when the revision is gone, and tells what it missed as one change', async () => {
  const lists = [list('10', pod('a', '9'), pod('b', '8')), list('30', pod('b', '25'), pod('c', '26'))];
  const gone = { type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } };
  const watches = [[gone]];
  const { client } = scripted({ list: () => lists.shift(), watch: () => watches.shift() ?? [] });
  using informer = new Informer(client, PODS);
  const seen = observed(informer);
  await informer.start();
  await expect.poll(() => seen).toEqual(['+a@9', '+b@8', '~b@8>25', '+c@26', '-a']);
});

test('it waits longer after each failure, and says so', async () => {
  const clock = new ManualClock();
  const errors: unknown[] = [];
  let lists = 0;
  const { client } = scripted({
    list: () => {
      lists++;
      if (lists < 4) throw new Error(`failure ${lists}`);
      return list('1');
    },
    watch: () => [],
  });
  using informer = new Informer(client, PODS, { clock, onError: (error) => errors.push(error) });
  const started = informer.start();
  await clock.advance(199);
  expect(lists).toBe(1);
  await clock.advance(1);
  expect(lists).toBe(2);
  await clock.advance(399);
  expect(lists).toBe(2);
  await clock.advance(10_000);
  await started;
  expect(errors).toHaveLength(3);
});

test('a handler that throws keeps neither others nor the informer from working', async () => {
  const errors: unknown[] = [];
  const { client } = scripted({ list: () => list('1', pod('a', '1'), pod('b', '1')), watch: () => [] });
  using informer = new Informer(client, PODS, { onError: (error) => errors.push(error) });
  informer.subscribe({
    onAdd: () => {
      throw new Error('mine');
    },
  });
  const seen = observed(informer);
  await informer.start();
  expect(seen).toEqual(['+a@1', '+b@1']);
  expect(errors).toHaveLength(2);
});

test('a watch that breaks is begun again from a new list', async () => {
  const clock = new ManualClock();
  const watches: unknown[][] = [['break']];
  const { client, paths } = scripted({ list: () => list('5'), watch: () => watches.shift() ?? [] });
  using informer = new Informer(client, PODS, { clock });
  await informer.start();
  await clock.advance(1_000);
  expect(paths.filter((path) => !path.includes('watch'))).toHaveLength(2);
});
