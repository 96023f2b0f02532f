/** The lines of a byte stream, without their ends. A last line without an end counts; empty ones do not. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let pending: string[] = [];
  for await (const chunk of chunks) {
    const parts = decoder.decode(chunk, { stream: true }).split('\n');
    pending.push(parts[0]!);
    for (const part of parts.slice(1)) {
      const line = pending.join('');
      pending = [part];
      if (line !== '') yield line;
    }
  }
  const last = pending.join('') + decoder.decode();
  if (last !== '') yield last;
}
