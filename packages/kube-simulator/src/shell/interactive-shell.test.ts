import { expect, test, vi } from 'vitest';
import { InteractiveShell } from './interactive-shell.ts';
import { readsTerminal } from './reads-terminal.ts';

function shell() {
  const ran: { script: string; stdin: string | undefined }[] = [];
  const exited = vi.fn();
  let shown = '';
  const subject = new InteractiveShell({
    terminal: true,
    hostname: 'web-1',
    root: true,
    variables: new Map(),
    workingDirectory: '/',
    run: async (script, state, _interrupted, stdin) => {
      ran.push({ script, stdin });
      return { exitCode: 0, completed: true, failure: '', ...state, variables: new Map(state.variables) };
    },
    write: (_stream, text) => {
      shown += text;
    },
    exited,
  });
  return { ran, exited, shown: () => shown, type: (text: string) => subject.input(Buffer.from(text)) };
}

test('a command that reads gets what is typed or pasted behind it, up to Ctrl+D', async () => {
  const { ran, exited, type, shown } = shell();
  const lines = Array.from({ length: 3_000 }, (_, i) => `${i} ${'ü€x'.repeat(10)}`);
  type(`cat > /tmp/notes\r${lines.join('\r')}\r`);
  type('\u0004');
  await vi.waitFor(() => expect(ran).toHaveLength(1));
  expect(ran[0]).toEqual({ script: 'cat > /tmp/notes', stdin: `${lines.join('\n')}\n` });
  type('echo done\r');
  await vi.waitFor(() => expect(ran).toHaveLength(2));
  expect(ran[1]).toEqual({ script: 'echo done', stdin: undefined });
  expect(exited).not.toHaveBeenCalled();
  type('\u0004');
  await vi.waitFor(() => expect(exited).toHaveBeenCalledOnce());
  expect(shown().match(/web-1:\/#/g)!.length).toBeLessThan(6);
});

test('Ctrl+C gives up a command that reads', async () => {
  const { ran, type } = shell();
  type('wc -l\rone\r');
  type('\u0003');
  type('pwd\r');
  await vi.waitFor(() => expect(ran).toEqual([{ script: 'pwd', stdin: undefined }]));
});

test('a pasted line of 100 kB is whole', async () => {
  const { ran, type } = shell();
  const line = `echo ${'a'.repeat(100_000)}`;
  type(`${line}\r`);
  await vi.waitFor(() => expect(ran[0]?.script).toBe(line));
});

test.each(['cat', 'cat > file', "cat >> 'a file'", 'wc -l', 'sha256sum', 'tee out', 'cat 2>/dev/null > x'])(
  '%s reads what is typed',
  (line) => expect(readsTerminal(line)).toBe(true),
);

test.each(['cat file', 'cat < file', 'ls', 'echo cat', 'cat a > b', 'cat | wc', 'cat --help', 'concat', ''])(
  '%s does not',
  (line) => expect(readsTerminal(line)).toBe(false),
);
