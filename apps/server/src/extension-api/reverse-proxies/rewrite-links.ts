/** Attributes that hold an address. Source: HTML Standard, attributes. */
const ADDRESSES = new Set([
  'action',
  'background',
  'cite',
  'codebase',
  'data',
  'formaction',
  'href',
  'longdesc',
  'manifest',
  'poster',
  'profile',
  'src',
  'usemap',
]);

/** Within these, what looks like a tag is text. */
const RAW = new Set(['script', 'style', 'textarea', 'title', 'xmp', 'iframe', 'noembed', 'noframes']);

/**
 * Changes the addresses in the attributes of a page, and nothing else of it. Takes time in proportion to its length.
 *
 * @param change called with each address
 */
export function rewriteLinks(html: string, change: (url: string) => string): string {
  let result = '';
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open < 0) break;
    result += html.slice(at, open);
    const end = endOfMarkup(html, open);
    const markup = html.slice(open, end);
    const name = /^<([a-zA-Z][^\s/>]*)/.exec(markup)?.[1]?.toLowerCase();
    result += name === undefined ? markup : changeTag(markup, name, change);
    at = end;
    if (name !== undefined && RAW.has(name) && !markup.endsWith('/>')) {
      const close = endOfText(html, at, name);
      result += html.slice(at, close);
      at = close;
    }
  }
  return result + html.slice(at);
}

/** Index behind a tag, a comment or a declaration. */
function endOfMarkup(html: string, open: number): number {
  if (html.startsWith('<!--', open)) {
    const close = html.indexOf('-->', open + 4);
    return close < 0 ? html.length : close + 3;
  }
  if (!/[a-zA-Z/!?]/.test(html[open + 1] ?? '')) return open + 1;
  let quote = '';
  for (let i = open + 1; i < html.length; i++) {
    const char = html[i]!;
    if (quote !== '') quote = char === quote ? '' : quote;
    else if ((char === '"' || char === "'") && html[i - 1] === '=') quote = char;
    else if (char === '>') return i + 1;
  }
  return html.length;
}

function endOfText(html: string, from: number, name: string): number {
  const close = new RegExp(`</${name}[\\s/>]`, 'gi');
  close.lastIndex = from;
  return close.exec(html)?.index ?? html.length;
}

const ATTRIBUTE = /([^\s"'<>/=]+)=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g;

function changeTag(markup: string, tag: string, change: (url: string) => string): string {
  return markup.replace(ATTRIBUTE, (whole: string, name: string, double?: string, single?: string, bare?: string) => {
    const attribute = name.toLowerCase();
    const value = double ?? single ?? bare ?? '';
    if (attribute === 'srcset') return `${name}=${quoted(changeSet(value, change), double, single)}`;
    if (!ADDRESSES.has(attribute) || (attribute === 'data' && tag !== 'object')) return whole;
    return `${name}=${quoted(change(value.trim()), double, single)}`;
  });
}

function quoted(value: string, double: string | undefined, single: string | undefined): string {
  if (double !== undefined) return `"${value.replaceAll('"', '&quot;')}"`;
  if (single !== undefined) return `'${value.replaceAll("'", '&#39;')}'`;
  return value;
}

/** `a.png 1x, b.png 2x` */
function changeSet(value: string, change: (url: string) => string): string {
  return value
    .split(',')
    .map((candidate) => {
      const [, space = '', url = '', rest = ''] = /^(\s*)(\S*)(.*)$/s.exec(candidate)!;
      return url === '' ? candidate : `${space}${change(url)}${rest}`;
    })
    .join(',');
}
