/** For tests: as much of DER as certificates take. Source: ITU-T X.690. */

const tagged = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const { length } = body;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
};

export const sequence = (...parts: Uint8Array[]) => tagged(0x30, ...parts);
export const set = (...parts: Uint8Array[]) => tagged(0x31, ...parts);
export const octets = (...parts: Uint8Array[]) => tagged(0x04, ...parts);
export const bits = (bytes: Uint8Array) => tagged(0x03, Buffer.from([0]), bytes);
export const integer = (value: number) => tagged(0x02, Buffer.from([value]));
export const text = (value: string) => tagged(0x0c, Buffer.from(value));
export const yes = () => tagged(0x01, Buffer.from([0xff]));
export const generalizedTime = (date: Date) =>
  tagged(0x18, Buffer.from(date.toISOString().replace(/[-:T]|\.\d+/g, '')));
/** `[n]`, constructed. */
export const explicit = (number: number, ...parts: Uint8Array[]) => tagged(0xa0 + number, ...parts);
/** `[n]`, of bytes. */
export const implicit = (number: number, bytes: Uint8Array) => tagged(0x80 + number, bytes);

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = rest.flatMap((arc) => {
    const groups = [arc & 127];
    for (let left = arc >> 7; left > 0; left >>= 7) groups.unshift((left & 127) | 128);
    return groups;
  });
  return tagged(0x06, Buffer.from([first * 40 + second, ...bytes]));
}
