import {
  BashTransformPipeline,
  type CommandNode,
  type PipelineNode,
  type SimpleCommandNode,
  type StatementNode,
} from 'just-bash';
import { STDERR_FILE, STDOUT_FILE } from './output-files.ts';
import { functionsOf, namesIn } from './script-names.ts';

type Redirection = SimpleCommandNode['redirections'][number];
type Live = ReadonlySet<string>;

/** They change the shell itself and write nothing, or would take a redirection for good. */
const LEFT_ALONE: ReadonlySet<string> = new Set([
  ...[
    'break',
    'continue',
    'return',
    'exit',
    'shift',
    'export',
    'local',
    'declare',
    'typeset',
    'readonly',
    'unset',
    'set',
    'cd',
    'let',
    ':',
  ],
  ...['pushd', 'popd', 'getopts', '__yield', '__completed'],
]);

/**
 * The shell hands out what a script writes when the script has ended, which a script that runs for days never does. So
 * each command that writes to the script's own outputs is sent to two files that pass on what they get. Commands in
 * pipelines and substitutions keep their outputs.
 *
 * @returns the script itself when it cannot be parsed, so that the shell says why
 */
export function streamOutput(script: string): string {
  const pipeline = new BashTransformPipeline().use({
    name: 'stream-output',
    transform: ({ ast }) => {
      const functions = functionsOf(ast);
      const captured = capturedFunctions(ast, functions);
      const live = new Set([...functions.keys()].filter((name) => !captured.has(name)));
      statements(ast.statements, live);
      return { ast };
    },
  });
  try {
    return pipeline.transform(script).script;
  } catch {
    return script;
  }
}

function statements(list: StatementNode[], live: Live): void {
  for (const statement of list) for (const part of statement.pipelines) pipelineOutput(part, live);
}

function pipelineOutput(pipeline: PipelineNode, live: Live): void {
  pipeline.commands = pipeline.commands.map((command, index) => {
    const last = index === pipeline.commands.length - 1;
    if (pipeline.commands.length === 1) return commandOutput(command, live);
    // What goes into the next command stays there.
    redirect(command, last ? [redirection(1), redirection(2)] : [redirection(2)]);
    return command;
  });
}

function commandOutput(command: CommandNode, live: Live): CommandNode {
  if (command.type === 'SimpleCommand') {
    const name = literal(command.name);
    if (command.name === null || (name !== undefined && (LEFT_ALONE.has(name) || live.has(name)))) return command;
    if (name === 'exec') return command.args.length === 0 ? command : replaced(command);
    redirect(command, [redirection(1), redirection(2)]);
    return command;
  }
  if (command.type === 'FunctionDef') {
    if (live.has(command.name)) commandOutput(command.body, live);
    return command;
  }
  if (command.type === 'ArithmeticCommand' || command.type === 'ConditionalCommand') return command;
  if (command.redirections.some(takesOutput)) {
    redirect(command, [redirection(1), redirection(2)]);
    return command;
  }
  for (const body of bodiesOf(command)) statements(body, live);
  return command;
}

/** `exec` with a command ends the shell with it; the simulated one knows that only of its own commands. */
function replaced(command: SimpleCommandNode): CommandNode {
  const [name, ...args] = command.args;
  const run: SimpleCommandNode = { ...command, name: name ?? null, args };
  redirect(run, [redirection(1), redirection(2)]);
  const exit: SimpleCommandNode = {
    type: 'SimpleCommand',
    assignments: [],
    name: wordOf('exit'),
    args: [],
    redirections: [],
  };
  const body = [run, exit].map(
    (part): StatementNode => ({
      type: 'Statement',
      pipelines: [{ type: 'Pipeline', commands: [part], negated: false }],
      operators: [],
      background: false,
    }),
  );
  return { type: 'Group', body, redirections: [] };
}

function redirect(command: CommandNode, added: Redirection[]): void {
  // Its own redirections come later, and so prevail.
  command.redirections = [...added, ...command.redirections];
}

function takesOutput({ fd, operator }: Redirection): boolean {
  return operator.includes('>') && (fd === null || fd === 1 || operator.startsWith('&'));
}

function redirection(fd: 1 | 2): Redirection {
  return { type: 'Redirection', fd, operator: '>>', target: wordOf(fd === 1 ? STDOUT_FILE : STDERR_FILE) };
}

/** The lists of statements that a compound command holds. */
function bodiesOf(
  command: Exclude<CommandNode, { type: 'SimpleCommand' | 'FunctionDef' | 'ArithmeticCommand' | 'ConditionalCommand' }>,
): StatementNode[][] {
  switch (command.type) {
    case 'If':
      return [
        ...command.clauses.flatMap(({ condition, body }) => [condition, body]),
        ...(command.elseBody ? [command.elseBody] : []),
      ];
    case 'While':
    case 'Until':
      return [command.condition, command.body];
    case 'Case':
      return command.items.map(({ body }) => body);
    default:
      return [command.body];
  }
}

/** Functions whose output somebody takes: those called in a pipeline or substitution, and what they call in turn. */
function capturedFunctions(ast: object, functions: ReadonlyMap<string, object>): Set<string> {
  const captured = new Set([...namesIn(ast, true)].filter((name) => functions.has(name)));
  for (const name of captured) {
    for (const called of namesIn(functions.get(name) ?? {}, false)) if (functions.has(called)) captured.add(called);
  }
  return captured;
}

function wordOf(text: string): NonNullable<SimpleCommandNode['name']> {
  return { type: 'Word', parts: [{ type: 'Literal', value: text }] };
}

function literal(word: SimpleCommandNode['name']): string | undefined {
  const [part] = word?.parts ?? [];
  return word?.parts.length === 1 && part?.type === 'Literal' ? part.value : undefined;
}
