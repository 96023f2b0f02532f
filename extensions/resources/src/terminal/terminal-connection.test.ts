import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TerminalConnection, type TerminalState } from './terminal-connection.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The gateway's end of a WebSocket, as far as the connection uses it. */
class Line {
  readonly path: string;
  readonly sent: (string | Uint8Array)[] = [];
  readyState = 1;
  onmessage: ((event: { data: unknown }) => void) | undefined;
  onclose: (() => void) | undefined;

  constructor(path: string) {
    this.path = path;
  }

  send(data: string | Uint8Array): void {
    this.sent.push(data);
  }

  close(): void {
    this.readyState = 3;
  }

  hear(message: object | Uint8Array): void {
    this.onmessage?.({ data: message instanceof Uint8Array ? message.slice().buffer : JSON.stringify(message) });
  }

  cut(): void {
    this.readyState = 3;
    this.onclose?.();
  }

  controls(type: string): object[] {
    return this.sent
      .filter((data) => typeof data === 'string')
      .map((data) => JSON.parse(data))
      .filter((one) => one.type === type);
  }
}

function open(kept: string | null = null) {
  const lines: Line[] = [];
  const states: TerminalState[] = [];
  const screen = { text: '', shown: [] as (() => void)[], cleared: 0 };
  const store = { session: kept };
  const connection = new TerminalConnection({
    target: { cluster: 'host', namespace: 'n', pod: 'p' },
    size: () => ({ columns: 80, rows: 24 }),
    show: (bytes, shown) => {
      screen.text += new TextDecoder().decode(bytes);
      screen.shown.push(shown);
    },
    clear: () => {
      screen.cleared++;
      screen.text = '';
    },
    onState: (state) => states.push(state),
    kept: {
      get: () => store.session,
      set(session) {
        store.session = session;
      },
    },
    connect: (path) => {
      const line = new Line(path);
      lines.push(line);
      return line as unknown as WebSocket;
    },
  });
  const opened = { type: 'opened', session: 's1', shell: 'bash', container: 'c', offset: 0, lost: false };
  return { connection, lines, states, screen, store, opened };
}

const bytes = (text: string) => new TextEncoder().encode(text);

test('after a cut it goes on where it was, and says so meanwhile', () => {
  const { lines, states, screen, store, opened } = open();
  lines[0]!.hear(opened);
  lines[0]!.hear(bytes('hello'));
  lines[0]!.cut();
  expect(states.at(-1)).toEqual({ phase: 'resuming' });
  vi.advanceTimersByTime(250);
  expect(lines[1]!.path).toBe('/api/terminal?session=s1&from=5');
  lines[1]!.hear({ ...opened, type: 'resumed', offset: 5 });
  lines[1]!.hear(bytes(' again'));
  expect([screen.text, screen.cleared, store.session]).toEqual(['hello again', 0, 's1']);
  lines[1]!.hear({ type: 'exit', code: 3 });
  expect(states.at(-1)).toMatchObject({ phase: 'ended', code: 3 });
  expect(store.session).toBeNull();
  lines[1]!.cut();
  vi.advanceTimersByTime(10_000);
  expect(lines).toHaveLength(2);
});

test('what it missed for good is not glued to what was there', () => {
  const { lines, screen, opened } = open();
  lines[0]!.hear(opened);
  lines[0]!.hear(bytes('old'));
  lines[0]!.cut();
  vi.advanceTimersByTime(250);
  lines[1]!.hear({ ...opened, type: 'resumed', offset: 900, lost: true });
  lines[1]!.hear(bytes('new'));
  expect([screen.text, screen.cleared]).toEqual(['new', 1]);
  lines[1]!.cut();
  vi.advanceTimersByTime(250);
  expect(lines[2]!.path).toBe('/api/terminal?session=s1&from=903');
});

test('after a reload it comes back to what was kept, or starts anew when that is over', () => {
  const { lines, states, store, opened } = open('kept');
  expect(lines[0]!.path).toBe('/api/terminal?session=kept&from=0');
  lines[0]!.hear({ type: 'error', error: { code: 'LB5608', message: 'over' } });
  expect(lines[1]!.path).toBe('/api/terminal?cluster=host&namespace=n&pod=p&columns=80&rows=24');
  expect(store.session).toBeNull();
  lines[1]!.hear(opened);
  expect(states.at(-1)).toMatchObject({ phase: 'open', shell: 'bash' });
});

test('it tells what it has shown, and pastes in pieces', () => {
  const { connection, lines, screen, opened } = open();
  const [line] = lines;
  line!.hear(opened);
  expect(line!.controls('shown')).toEqual([{ type: 'shown', offset: 0 }]);
  line!.hear(new Uint8Array(40_000));
  expect(line!.controls('shown')).toHaveLength(1);
  for (const shown of screen.shown) shown();
  expect(line!.controls('shown').at(-1)).toEqual({ type: 'shown', offset: 40_000 });
  connection.type('汉'.repeat(40_000));
  const pieces = line!.sent.filter((data) => typeof data !== 'string');
  expect(pieces.length).toBeGreaterThan(3);
  expect(Buffer.concat(pieces).toString()).toBe('汉'.repeat(40_000));
});

test('it gives up when the gateway has', () => {
  const { lines, states, opened } = open();
  lines[0]!.hear(opened);
  for (let i = 0; i < 60 && states.at(-1)?.phase !== 'ended'; i++) {
    lines.at(-1)!.cut();
    vi.advanceTimersByTime(4_000);
  }
  expect(states.at(-1)).toEqual({ phase: 'ended', code: null });
  const refused = open();
  refused.lines[0]!.hear({ type: 'error', error: { code: 'LB5602', message: 'no' } });
  expect(refused.states.at(-1)).toMatchObject({ phase: 'refused', problem: { code: 'LB5602' } });
});
