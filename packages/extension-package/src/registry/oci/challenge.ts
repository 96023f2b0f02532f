/** What a registry asks for before it answers. */
export interface Challenge {
  /** In lower case: `bearer`, `basic`. */
  scheme: string;
  parameters: ReadonlyMap<string, string>;
}

const TOKEN = /[\w!#$%&'*+.^`|~-]+/y;

/** The challenges of a `WWW-Authenticate` header; what is no challenge ends the list. Source: RFC 9110, 11.3. */
export function parseChallenges(header: string): Challenge[] {
  const text = header.slice(0, 8_192);
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  let at = 0;
  const token = () => {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  const skip = (characters: string) => {
    while (at < text.length && characters.includes(text[at]!)) at++;
  };
  while (at < text.length) {
    skip(' \t,');
    const word = token();
    if (word === undefined) break;
    skip(' \t');
    if (text[at] !== '=') {
      challenges.push({ scheme: word.toLowerCase(), parameters: new Map() });
      continue;
    }
    at++;
    skip(' \t');
    const quoted = text[at] === '"' ? quotedString(text, at) : undefined;
    if (quoted !== undefined) at = quoted.end;
    const value = quoted?.value ?? token();
    if (value === undefined) break;
    challenges.at(-1)?.parameters.set(word.toLowerCase(), value);
  }
  return challenges;
}

function quotedString(text: string, start: number): { value: string; end: number } | undefined {
  let value = '';
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '"') return { value, end: at + 1 };
    if (text[at] === '\\') at++;
    value += text[at] ?? '';
  }
  return undefined;
}
