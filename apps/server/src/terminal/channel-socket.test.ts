import { duplexPair } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { Sender } from 'ws';
import { ChannelSocket } from './channel-socket.ts';

/** A command that says this on `channel`, and then that it has ended well. */
function command(channel: number, bytes: Buffer): ChannelSocket {
  const [here, there] = duplexPair();
  const sender = new Sender(there as never);
  const say = (to: number, what: Buffer) =>
    sender.send(Buffer.concat([Buffer.of(to), what]), { binary: true, fin: true, mask: false, compress: false });
  for (let start = 0; start < bytes.length; start += 32_768) say(channel, bytes.subarray(start, start + 32_768));
  say(3, Buffer.from('{"status":"Success"}'));
  there.end();
  return new ChannelSocket({ socket: here as never, head: Buffer.alloc(0), headers: {} });
}

test.each([
  ['output', 1],
  ['error output', 2],
])('%s that nobody read in time waits, and goes on to its end', async (_name, channel) => {
  const bytes = Buffer.alloc(3_000_000, 'tide ');
  const socket = command(channel, bytes);
  const stream = channel === 1 ? socket.stdout : socket.stderr;
  // Until no more is fetched.
  let length = -1;
  while (stream.readableLength !== length) {
    length = stream.readableLength;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(length).toBeGreaterThan(0);
  expect(length).toBeLessThan(bytes.length);
  expect((await buffer(stream)).equals(bytes)).toBe(true);
  expect(await socket.status).toBe('{"status":"Success"}');
});
