import { readTarSize, TAR_BLOCK, TAR_END, tarHeader, tarPadding } from './gnu-tar.ts';

/**
 * Passes a tar archive on as it is, and sees whether it is whole. When its maker could not read everything a note about
 * it is added as a last file, since whoever downloads sees nothing but the archive.
 *
 * @param problem asked at the end; what was wrong, if anything was
 * @throws Error when the archive breaks off
 */
export async function* withArchiveEnd(
  archive: AsyncIterable<Uint8Array>,
  problem: () => Promise<string | undefined>,
): AsyncGenerator<Buffer> {
  const walk = new TarWalk();
  for await (const chunk of archive) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const content = walk.push(bytes);
    if (content > 0) yield bytes.subarray(0, content);
  }
  const text = await problem();
  if (!walk.ended) throw new Error(text ?? 'The archive broke off');
  if (text !== undefined) {
    const note = Buffer.from(`${text}\n`);
    yield tarHeader({ name: NOTE, type: 'file', size: note.length, mode: 0o644 });
    yield note;
    yield tarPadding(note.length);
  }
  yield TAR_END;
}

export const NOTE = 'luban-incomplete.txt';

/** Finds the end of an archive by the sizes in its headers: zeros may as well be content. */
class TarWalk {
  #header = Buffer.alloc(0);
  #content = 0;
  ended = false;

  /** @returns how many of the bytes stand before the end */
  push(bytes: Buffer): number {
    let place = 0;
    while (place < bytes.length && !this.ended) {
      if (this.#content > 0) {
        const step = Math.min(this.#content, bytes.length - place);
        this.#content -= step;
        place += step;
        continue;
      }
      const part = bytes.subarray(place, place + TAR_BLOCK - this.#header.length);
      const header = this.#header.length === 0 ? part : Buffer.concat([this.#header, part]);
      if (header.length === TAR_BLOCK && header.every((byte) => byte === 0)) {
        this.ended = true;
        // Zeros of a block that is cut by the end of a chunk have gone out already, and are a part of the end.
        return place;
      }
      place += part.length;
      this.#header = header.length === TAR_BLOCK ? Buffer.alloc(0) : Buffer.from(header);
      if (header.length === TAR_BLOCK) this.#content = Math.ceil(readTarSize(header) / TAR_BLOCK) * TAR_BLOCK;
    }
    return place;
  }
}
