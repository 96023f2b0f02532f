import { RE2JS } from 're2js';

/** The text is no regular expression of RE2. The message is the one of Go's regexp package. */
export class PatternError extends Error {
  override name = 'PatternError';
}

/** A regular expression in the syntax of RE2, as Go has it. Matching takes time linear in the text: none can hang us. */
export interface Pattern {
  readonly source: string;
  /** Whether it matches anywhere in the text. */
  matches(text: string): boolean;
  /** The first match. */
  find(text: string): string | undefined;
  /** Matches from left to right, without overlap. */
  findAll(text: string, limit: number): string[];
  /** Upper bound of the work that matching takes: its unit is about ten nanoseconds, and most texts take far less. */
  cost(text: string): number;
}

const LONGEST_SOURCE = 10_000;
/** Instructions times characters. Beyond, even linear time is too long for a server that has others to serve. */
const MOST_WORK = 50_000_000;
/** Finding out where a match begins and ends takes longer than finding out that there is one. */
const MOST_WORK_OF_FINDING = 10_000_000;
const KEPT = 500;
const known = new Map<string, Pattern>();

/** Compiles once; the last few hundred patterns are kept. @throws PatternError */
export function compilePattern(source: string): Pattern {
  const kept = known.get(source);
  if (kept !== undefined) return kept;
  if (source.length > LONGEST_SOURCE) throw new PatternError('error parsing regexp: expression too large');
  const pattern = compile(source);
  if (known.size >= KEPT) known.delete(known.keys().next().value ?? '');
  known.set(source, pattern);
  return pattern;
}

function compile(source: string): Pattern {
  let program: RE2JS;
  try {
    program = RE2JS.compile(source);
  } catch (error) {
    throw new PatternError(error instanceof Error ? error.message : String(error));
  }
  const size = program.programSize();
  const affordable = (text: string, most: number) => {
    if (size * text.length > most) throw new PatternError('the text is too long for this expression');
    return text;
  };
  return {
    source,
    cost: (text) => size * text.length,
    matches: (text) => program.test(affordable(text, MOST_WORK)),
    find(text) {
      const matcher = program.matcher(affordable(text, MOST_WORK_OF_FINDING));
      return matcher.find() ? (matcher.group() ?? undefined) : undefined;
    },
    findAll(text, limit) {
      const found: string[] = [];
      const matcher = program.matcher(affordable(text, MOST_WORK_OF_FINDING));
      while (found.length < limit && matcher.find()) found.push(matcher.group() ?? '');
      return found;
    },
  };
}
