/**
 * Whether the embedded Kubernetes API keeps what it has answered when its process is killed.
 *
 * Method: 1,000 writers over TLS and HTTP/2, each with a config map of its own that it creates, patches, patches again and
 * deletes, over and over, one request after another. After a time that chance decides the server is killed
 * with SIGKILL, comes again in the same folder, and is listed. Every object must be as after the last write of its writer
 * that was answered, or as after the one that was under way, and the list's resource version not before any that was
 * answered. Twenty rounds in one folder; the value is the number of objects that were wrong.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { http2Load, machine } from './support/kube-load.ts';
import { dataFolder, startKubeServer } from './support/kube-server.ts';
import { report, round, spread } from './support/report.ts';

const ROUNDS = 20;
const WRITERS = 1_000;
const COLLECTION = '/api/v1/namespaces/default/configmaps';

const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' };
const json = (type: string, value: object) => ({ type, text: JSON.stringify(value) });

/** The value of each writer's object, which is absent when undefined. */
type State = (string | undefined)[];

await using folder = await dataFolder();
let server = await startKubeServer(folder.path);
let before: State = Array.from({ length: WRITERS });
const wrong: string[] = [];
const answers: number[] = [];
const recoveries: number[] = [];
for (let run = 0; run < ROUNDS; run++) {
  const { states, answered, revision } = await writeUntilKilled(run);
  answers.push(answered);
  server = await startKubeServer(folder.path);
  recoveries.push(server.start);
  const found = await present();
  if (found.revision < revision) wrong.push(`Revision ${revision} was answered, and the list is at ${found.revision}`);
  for (const [writer, { acknowledged, underWay }] of states.entries()) {
    const value = found.values[writer];
    if (value !== acknowledged && value !== underWay)
      wrong.push(`Writer ${writer} of round ${run}: ${value} instead of ${acknowledged} or ${underWay}`);
  }
  before = found.values;
}
await server[Symbol.asyncDispose]();
report({
  name: 'kube: objects wrong after 20 times kill -9 during 1,000 writes',
  budget: 0,
  value: wrong.length,
  unit: '',
  details: {
    examples: wrong.slice(0, 5),
    answered: spread(answers),
    restart: spread(recoveries.map((time) => round(time, 0))),
    ...machine(),
  },
});

interface WriterState {
  acknowledged: string | undefined;
  /** After the write that the kill may have interrupted. */
  underWay: string | undefined;
}

async function writeUntilKilled(run: number): Promise<{ states: WriterState[]; answered: number; revision: number }> {
  using load = await http2Load(server);
  let answered = 0;
  let revision = 0;
  let killed: Promise<void> | undefined;
  const end = new AbortController();
  const kill = () => {
    killed ??= server.kill().then(() => end.abort());
  };
  // A write of each takes about half a second.
  setTimeout(kill, Math.random() * 2_000);
  const states = before.map((value): WriterState => ({ acknowledged: value, underWay: value }));
  const writer = async (state: WriterState, number: number) => {
    for (let step = 0; killed === undefined; step++) {
      const value = step % 4 === 3 && state.acknowledged !== undefined ? undefined : `round-${run}-step-${step}`;
      state.underWay = value;
      const reply = await write(number, state.acknowledged, value).catch(() => undefined);
      if (reply === undefined) return;
      if (reply.status >= 300) throw new Error(`${reply.status}: ${reply.text()}`);
      state.acknowledged = value;
      const { metadata } = JSON.parse(reply.text()) as { metadata: { resourceVersion?: string } };
      revision = Math.max(revision, Number(metadata.resourceVersion ?? 0));
      answered++;
    }
  };
  const write = (number: number, old: string | undefined, value: string | undefined) => {
    const name = `writer-${number}`;
    const reply =
      value === undefined
        ? load.request('DELETE', `${COLLECTION}/${name}`)
        : old === undefined
          ? load.request(
              'POST',
              COLLECTION,
              json('application/json', { ...CONFIG_MAP, metadata: { name }, data: { value } }),
            )
          : load.request('PATCH', `${COLLECTION}/${name}`, json('application/merge-patch+json', { data: { value } }));
    return Promise.race([reply, killedSoon]);
  };
  // Streams of a killed server may end without a word.
  const killedSoon = new Promise<never>((_, reject) => {
    end.signal.addEventListener('abort', () => void sleep(200).then(() => reject(new Error('The server was killed'))));
  });
  killedSoon.catch(() => {});
  await Promise.all(states.map(writer));
  await killed;
  return { states, answered, revision };
}

async function present(): Promise<{ values: State; revision: number }> {
  using load = await http2Load(server);
  const list = JSON.parse((await load.request('GET', COLLECTION)).text()) as {
    metadata: { resourceVersion: string };
    items: { metadata: { name: string }; data?: { value?: string } }[];
  };
  const values: State = Array.from({ length: WRITERS });
  for (const { metadata, data } of list.items) {
    const number = /^writer-(\d+)$/.exec(metadata.name)?.[1];
    if (number !== undefined) values[Number(number)] = data?.value ?? '';
  }
  return { values, revision: Number(list.metadata.resourceVersion) };
}
