import fc from 'fast-check';
import { expect, test } from 'vitest';
import { duplexPair } from '../duplex-pair.ts';
import { SPDY_DICTIONARY } from './dictionary.ts';
import { dataFrame, type Frame, FrameReader, pingFrame, rstStreamFrame, synStreamFrame } from './frames.ts';
import { HeaderDecoder, HeaderEncoder, parseHeaders, SpdyProtocolError, serializeHeaders } from './header-codec.ts';
import { SpdySession, type SpdyStream } from './session.ts';

test('the dictionary is the one of the specification', () => {
  expect(SPDY_DICTIONARY.length).toBe(1423);
  // Its Adler-32 sum, which zlib writes into the head of every stream that uses it.
  let a = 1;
  let b = 0;
  for (const byte of SPDY_DICTIONARY) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  expect((b * 65_536 + a).toString(16)).toBe('e3c6a7c2');
});

test('header blocks come back, one after the other through one stream of zlib', async () => {
  const name = fc.string({ minLength: 1, maxLength: 20 }).map((text) => text.toLowerCase());
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uniqueArray(fc.tuple(name, fc.string()), { selector: ([key]) => key, maxLength: 8 }), {
        maxLength: 5,
      }),
      async (blocks) => {
        using encoder = new HeaderEncoder();
        using decoder = new HeaderDecoder();
        for (const entries of blocks) {
          const headers = new Map(entries);
          expect(await decoder.decode(await encoder.encode(headers))).toEqual(headers);
        }
      },
    ),
    { numRuns: 40 },
  );
});

test('frames are found however the bytes are cut', () => {
  const frames = [
    dataFrame(1, Buffer.from('abc')),
    pingFrame(7),
    dataFrame(3, Buffer.alloc(0), true),
    rstStreamFrame(1, 5),
    synStreamFrame(5, Buffer.from('zz')),
  ];
  const whole = Buffer.concat(frames);
  const read = (cuts: readonly number[]): Frame[] => {
    const reader = new FrameReader();
    const points = [0, ...[...cuts].sort((a, b) => a - b), whole.length];
    return points.slice(1).flatMap((end, index) => [...reader.push(Buffer.from(whole.subarray(points[index], end)))]);
  };
  const expected = read([]);
  expect(expected.map(({ type }) => type)).toEqual(['data', 'ping', 'data', 'rst-stream', 'syn-stream']);
  fc.assert(
    fc.property(fc.array(fc.nat(whole.length), { maxLength: 12 }), (cuts) => {
      expect(read(cuts)).toEqual(expected);
    }),
  );
});

test('hostile bytes end in a protocol error or wait for more', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 10 }), (chunks) => {
      const reader = new FrameReader();
      try {
        for (const chunk of chunks)
          for (const frame of reader.push(Buffer.from(chunk))) expect(frame.type).toBeTypeOf('string');
      } catch (error) {
        expect(error).toBeInstanceOf(SpdyProtocolError);
      }
    }),
  );
  expect(() => [...new FrameReader().push(Buffer.from('0000000100ffffff', 'hex'))]).toThrow('too large');
  expect(() => parseHeaders(Buffer.from('ffffffff', 'hex'))).toThrow('too many headers');
  expect(() => parseHeaders(Buffer.from('00000001ffffffff', 'hex'))).toThrow('cut short');
  expect(parseHeaders(serializeHeaders(new Map([['__proto__', 'x']]))).get('__proto__')).toBe('x');
});

test('a header block that unpacks to very much is refused', async () => {
  using encoder = new HeaderEncoder();
  using decoder = new HeaderDecoder();
  const block = await encoder.encode(new Map([['a', 'x'.repeat(1_000_000)]]));
  expect(block.length).toBeLessThan(5000);
  await expect(decoder.decode(block)).rejects.toThrow(SpdyProtocolError);
});

test('a session opens streams, carries bytes both ways and answers pings', async () => {
  const [client, server] = duplexPair();
  using encoder = new HeaderEncoder();
  const opened: SpdyStream[] = [];
  const session = new SpdySession(server, (stream) => opened.push(stream));
  const reader = new FrameReader();
  const frames: Frame[] = [];
  client.on('data', (chunk: Buffer) => frames.push(...reader.push(chunk)));
  client.write(synStreamFrame(1, await encoder.encode(new Map([['streamtype', 'stdin']]))));
  client.write(dataFrame(1, Buffer.from('hello')));
  client.write(dataFrame(1, Buffer.alloc(0), true));
  client.write(pingFrame(9));
  await expect.poll(() => frames.some(({ type }) => type === 'ping')).toBe(true);
  expect(opened[0]?.headers.get('streamtype')).toBe('stdin');
  const received: Buffer[] = [];
  for await (const bytes of opened[0]?.received ?? []) received.push(Buffer.from(bytes));
  expect(Buffer.concat(received).toString()).toBe('hello');
  opened[0]?.write(Buffer.alloc(100_000, 1));
  opened[0]?.end();
  await expect.poll(() => frames.filter((frame) => frame.type === 'data' && frame.fin).length).toBe(1);
  expect(frames.reduce((size, frame) => size + (frame.type === 'data' ? frame.bytes.length : 0), 0)).toBe(100_000);
  client.destroy();
  await session.closed;
});

test('a stream number that was used, or is the server’s, is refused', async () => {
  const [client, server] = duplexPair();
  using encoder = new HeaderEncoder();
  const opened: number[] = [];
  const session = new SpdySession(server, ({ id }) => opened.push(id));
  const reader = new FrameReader();
  const refused: number[] = [];
  client.on('data', (chunk: Buffer) => {
    for (const frame of reader.push(chunk)) if (frame.type === 'rst-stream') refused.push(frame.stream);
  });
  for (const id of [5, 5, 3, 2, 7]) client.write(synStreamFrame(id, await encoder.encode(new Map())));
  await expect.poll(() => opened).toEqual([5, 7]);
  expect(refused).toEqual([5, 3, 2]);
  session.destroy();
});

test('bytes that are no SPDY end the session', async () => {
  const [client, server] = duplexPair();
  const session = new SpdySession(server, () => {});
  client.on('error', () => {});
  client.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(3));
  client.write(Buffer.from('8002000100000000', 'hex'));
  client.end();
  await session.closed;
  expect(server.destroyed).toBe(true);
});
