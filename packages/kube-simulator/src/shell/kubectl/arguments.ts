/** The command line of kubectl, as far as scripts in containers use it. */
export interface KubectlArguments {
  verb: string;
  /** What is neither the verb nor a flag. */
  words: string[];
  /** By their long names; the last one counts. */
  flags: ReadonlyMap<string, string>;
  /** All values of flags that may be there several times. */
  repeated: ReadonlyMap<string, string[]>;
}

/** The command line is not understood. */
export class UsageError extends Error {
  override name = 'UsageError';
}

const SHORT: Readonly<Record<string, string>> = {
  n: 'namespace',
  l: 'selector',
  o: 'output',
  f: 'filename',
  p: 'patch',
  A: 'all-namespaces',
};

const WITH_VALUE: ReadonlySet<string> = new Set([
  ...['namespace', 'selector', 'output', 'filename', 'patch', 'type', 'replicas', 'for', 'timeout', 'field-selector'],
  ...['from-literal', 'field-manager', 'request-timeout'],
]);

const WITHOUT_VALUE: ReadonlySet<string> = new Set([
  ...['all-namespaces', 'ignore-not-found', 'overwrite', 'all', 'wait', 'force', 'now', 'no-headers', 'server-side'],
  ...['force-conflicts', 'client', 'short'],
]);

/** Take a value when it stands behind an equals sign. */
const WITH_OR_WITHOUT: ReadonlySet<string> = new Set(['dry-run', 'grace-period', 'cascade', 'v']);

/** @throws UsageError for a flag that is not known here */
export function parseArguments(line: readonly string[]): KubectlArguments {
  const words: string[] = [];
  const flags = new Map<string, string>();
  const repeated = new Map<string, string[]>();
  const queue = [...line];
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (!word.startsWith('-') || word === '-') {
      words.push(word);
      continue;
    }
    const { name, value } = flagOf(word);
    if (!WITH_VALUE.has(name) && !WITHOUT_VALUE.has(name) && !WITH_OR_WITHOUT.has(name)) {
      throw new UsageError(`unknown flag: ${word.split('=')[0]}`);
    }
    const given = value ?? (WITH_VALUE.has(name) ? queue.shift() : 'true');
    if (given === undefined) throw new UsageError(`flag needs an argument: ${word}`);
    flags.set(name, given);
    repeated.set(name, [...(repeated.get(name) ?? []), given]);
  }
  const [verb = '', ...rest] = words;
  return { verb, words: rest, flags, repeated };
}

/** `--output=json`, `-o json`, `-ojson` */
function flagOf(word: string): { name: string; value?: string } {
  if (word.startsWith('--')) {
    const equals = word.indexOf('=');
    return equals < 0 ? { name: word.slice(2) } : { name: word.slice(2, equals), value: word.slice(equals + 1) };
  }
  const letter = word[1] ?? '';
  const name = Object.hasOwn(SHORT, letter) ? SHORT[letter]! : letter;
  const rest = word.slice(2).replace(/^=/, '');
  return rest === '' ? { name } : { name, value: rest };
}
