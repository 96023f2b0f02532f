import { AnsiUp } from 'ansi_up';

/** A piece of a line that looks the same throughout. */
export interface AnsiSegment {
  readonly text: string;
  /** `ansi-red-fg`: the sixteen colours follow the theme. */
  readonly className?: string;
  /** Other colours as they are, and weight and slant. */
  readonly style?: Readonly<Record<string, string>>;
}

const ESCAPE = '\u001b';
/** Without a value there is nothing to be wrong with: colours in decimal, and words. */
const PROPERTIES = /^(?:color|background-color|font-weight|font-style|text-decoration|opacity)$/;

/** Terminal colours of one line, as data: markup with style attributes would be refused by the content policy. */
export function ansiSegments(line: string): readonly AnsiSegment[] {
  if (!line.includes(ESCAPE)) return [{ text: line }];
  const ansi = new AnsiUp();
  ansi.use_classes = true;
  ansi.url_allowlist = {};
  const document = new DOMParser().parseFromString(ansi.ansi_to_html(line), 'text/html');
  return [...document.body.childNodes].map((node) => {
    const text = node.textContent ?? '';
    if (!(node instanceof Element)) return { text };
    const className = node.getAttribute('class') ?? undefined;
    const style = styleOf(node.getAttribute('style') ?? '');
    return { text, ...(className && { className }), ...(style && { style }) };
  });
}

function styleOf(css: string): Readonly<Record<string, string>> | undefined {
  const pairs = css.split(';').flatMap((declaration) => {
    const [name = '', value = ''] = declaration.split(':').map((part) => part.trim());
    const camel = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    return PROPERTIES.test(name) ? [[camel, value] as const] : [];
  });
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}
