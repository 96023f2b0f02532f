import type { ClusterConnection } from '../clusters/cluster-connection.ts';

const known = new WeakMap<ClusterConnection, Promise<number>>();

/** 34 of Kubernetes 1.34, asked for once per connection; 0 when the cluster does not say. */
export function serverMinor(connection: ClusterConnection): Promise<number> {
  let minor = known.get(connection);
  if (minor === undefined) {
    minor = ask(connection);
    known.set(connection, minor);
    minor.catch(() => known.delete(connection));
  }
  return minor;
}

/** @throws when nothing answers */
async function ask(connection: ClusterConnection): Promise<number> {
  const { status, body } = await connection.request({ method: 'GET', path: '/version', answersWithin: 10_000 });
  let text = '';
  for await (const chunk of body) {
    text += String(chunk);
    if (text.length > 65_536) return 0;
  }
  if (status !== 200) return 0;
  const match = /"minor"\s*:\s*"(\d{1,4})/.exec(text);
  return match === null ? 0 : Number(match[1]);
}
