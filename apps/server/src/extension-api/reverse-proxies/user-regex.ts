import { RE2JS } from 're2js';

/** A regular expression that somebody wrote into an object. It takes time in proportion to the text, whatever it is. */
export interface UserRegex {
  /** `$1` and `${name}` in the replacement stand for groups. */
  replaceAll(text: string, replacement: string): string;
}

const LONGEST = 1_000;

/** @returns a sentence for what is none */
export function userRegex(source: string): UserRegex | string {
  if (source.length > LONGEST) return `an expression has at most ${LONGEST} characters`;
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(source);
  } catch (error) {
    return `${JSON.stringify(source)} is no regular expression: ${error instanceof Error ? error.message : error}`;
  }
  return {
    replaceAll(text: string, replacement: string) {
      // The library's own replacement throws for groups that are not there.
      return compiled.matcher(text).replaceAll((...found: unknown[]) => expand(replacement, found));
    },
  };
}

/** Groups that do not exist stand for nothing. */
function expand(replacement: string, found: readonly unknown[]): string {
  return replacement.replace(
    /\$(?:(\d{1,2})|\{(\w+)\}|(\$))/g,
    (_, digits?: string, name?: string, dollar?: string) => {
      if (dollar !== undefined) return '$';
      if (name !== undefined && !/^\d+$/.test(name)) {
        const groups = found.at(-1);
        if (typeof groups !== 'object' || groups === null || !Object.hasOwn(groups, name)) return '';
        return String((groups as Record<string, unknown>)[name] ?? '');
      }
      const index = Number(digits ?? name);
      // Behind the groups stand the position, the whole text, and the names.
      const value = index < found.findIndex((item) => typeof item === 'number') ? found[index] : undefined;
      return typeof value === 'string' ? value : '';
    },
  );
}
