import { onTestFinished } from 'vitest';

export interface ReadEvent {
  event: string;
  data: unknown;
  id?: string;
}

export interface EventReader {
  status: number;
  /** So far. */
  events: ReadEvent[];
  /** Resolves when the server has ended the stream. */
  ended: Promise<void>;
  close(): void;
}

/** Reads server-sent events as a browser does. It ends with the test. */
export async function readEvents(url: string, headers: Record<string, string>): Promise<EventReader> {
  const end = new AbortController();
  onTestFinished(() => end.abort());
  const response = await fetch(url, { headers, signal: end.signal });
  const events: ReadEvent[] = [];
  const read = async () => {
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const parts = text.split('\n\n');
      text = parts.pop()!;
      for (const part of parts) {
        const fields = new Map(
          part.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
        );
        const event = fields.get('event');
        if (event === undefined) continue;
        events.push({ event, data: JSON.parse(fields.get('data')!), id: fields.get('id') });
      }
    }
  };
  const ended = read().catch(() => {});
  return { status: response.status, events, ended, close: () => end.abort() };
}
