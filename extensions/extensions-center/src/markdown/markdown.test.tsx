import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { MarkdownView, type MarkdownWords } from './MarkdownView.tsx';
import { markdownTarget, pictureSource } from './markdown-url.ts';
import { LONGEST, tameMarkdown } from './tame.ts';

const FILES = '/api/center/extensions/tide/versions/1.0.0/files';
const words: MarkdownWords = {
  footnotes: 'Footnotes',
  back: 'Back',
  done: 'Done',
  open: 'Open',
  table: 'Table',
  cut: 'The rest is not shown.',
};

const htmlOf = (source: string, files: string | undefined = FILES) =>
  renderToStaticMarkup(<MarkdownView source={source} files={files} words={words} />);

describe('hostile Markdown', () => {
  it.each([
    '[a](javascript:alert(1))',
    '[a](JaVaScRiPt:alert(1))',
    '[a](java\tscript:alert(1))',
    '[a](<java\nscript:alert(1)>)',
    '[a](&#106;avascript:alert(1))',
    '[a](\u0001javascript:alert(1))',
    '[a](vbscript:x)',
    '[a](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
    '[a](file:///etc/passwd)',
    '[a](blob:https://x/1)',
    '<javascript:alert(1)>',
    '[a]: javascript:alert(1)\n\n[a]',
    '![a](javascript:alert(1))',
    '![a](data:text/html,<script>1</script>)',
    '[a](../../../../logout)\u0000'.replace('../../../../logout', 'javascript&colon;alert(1)'),
  ])('%j leads nowhere', (source) => {
    const html = htmlOf(source);
    expect(html).not.toMatch(/href|src=/);
    expect(html).not.toMatch(/<script/i);
  });

  it.each([
    '<script>alert(1)</script>',
    'a <img src=x onerror=alert(1)> b',
    '<iframe src="https://evil.example"></iframe>',
    '<svg/onload=alert(1)>',
    '<a href="javascript:alert(1)">x</a>',
    '<style>body{display:none}</style>',
    '<form action=/x><input name=a></form>',
    '<!--><script>alert(1)</script>-->',
  ])('%j brings no HTML', (source) => {
    expect(htmlOf(source)).not.toMatch(/<(?:script|img|iframe|svg|a|style|form|input)\b/);
  });

  it('neither looks like nor reaches elements of the page', () => {
    expect(htmlOf('# main\n\n## __proto__')).toContain('id="user-content-main"');
  });

  it('loads no picture from elsewhere, and says where it would be', () => {
    const html = htmlOf(
      '![Chart](https://tracker.example/p.png) ![](//tracker.example/q.png) ![x](\\\\tracker.example/r)',
    );
    expect(html).not.toContain('<img');
    expect(html).toMatch(/href="https:\/\/tracker\.example\/p\.png"[^>]*>Chart/);
    expect(html.match(/href=/g)).toHaveLength(2);
    // A picture that is itself a link leads where that does.
    const badge = htmlOf('[![Build](https://tracker.example/b.svg)](https://ci.example)');
    expect(badge.match(/href="[^"]*"/g)).toEqual(['href="https://ci.example/"']);
    expect(badge).toContain('Build');
  });

  it.each([
    ['quotes', '>'.repeat(10_000)],
    ['quotes over lines', '> '.repeat(2_000).concat('x\n').repeat(5)],
    ['lists', `${Array.from({ length: 500 }, (_, depth) => `${' '.repeat(depth * 2)}- x`).join('\n')}`],
    ['lists in a line', '- '.repeat(20_000)],
    ['numbers in a line', '1. '.repeat(20_000)],
    ['brackets', '['.repeat(10_000)],
    ['brackets that close', `${'['.repeat(2_000)}a${'](b)'.repeat(2_000)}`],
    ['pictures in pictures', `${'!['.repeat(2_000)}a${'](b)'.repeat(2_000)}`],
    ['stars', `${'*'.repeat(5_000)}a${'*'.repeat(5_000)}`],
    ['stars and underscores', '*a _b '.repeat(4_000)],
    ['tildes', '~~a ~b '.repeat(4_000)],
    ['backticks', Array.from({ length: 200 }, (_, count) => '`'.repeat(count)).join(' ')],
    ['less than', '<a '.repeat(6_000)],
    ['definitions', Array.from({ length: 1_000 }, (_, count) => `[${count}]: a`).join('\n')],
    ['footnotes', Array.from({ length: 500 }, (_, count) => `[^${count}]`).join(' ')],
    ['a table of pipes', `${'|'.repeat(20_000)}\n${'|-'.repeat(20_000)}`],
    ['mail addresses', 'a@'.repeat(10_000)],
    ['addresses', 'http://a.b '.repeat(1_000)],
    ['entities', '&amp;'.repeat(10_000)],
    ['a megabyte', 'lorem ipsum dolor sit amet '.repeat(10).concat('\n\n').repeat(4_000)],
  ])('%s are shown, or left out, without breaking anything', (_, source) => {
    expect(htmlOf(source).length).toBeLessThan(8_000_000);
  });

  it('is cut where it is longer than anybody reads, and says so', () => {
    const { text, cut } = tameMarkdown('line\n'.repeat(LONGEST));
    expect([cut, text.length <= LONGEST, text.endsWith('line\n')]).toEqual([true, true, true]);
    expect(htmlOf('line of a text '.repeat(LONGEST / 10))).toContain('The rest is not shown.');
  });
});

describe('ordinary Markdown', () => {
  it('comes through taming as it was written', () => {
    const source = '# A\n\n> > quote\n\n- a\n  - b\n    - c\n\n| a | b |\n|---|---|\n| `x` | *y* |\n';
    expect(tameMarkdown(source)).toEqual({ text: source, cut: false });
  });

  it('is read by its lines where they are many, and as text where a parser would take it for one piece', () => {
    const line = '[a](b) **c** `d`';
    const lists = [`- ${line}\n`, `1. ${line}\n`, '[a]: https://b.example/[c]\n'].map((entry) => entry.repeat(1_500));
    for (const source of [...lists, `| a |\n|---|\n${`| ${line} |\n`.repeat(1_500)}`]) {
      expect(tameMarkdown(source).text).toBe(source);
    }
    for (const mark of ['', '> ', '| ']) {
      expect(tameMarkdown(`${mark}${line}\n`.repeat(1_500)).text).toContain('\\[a\\](b) \\*\\*c');
    }
    expect(tameMarkdown(`${line}\n`.repeat(100)).text).toBe(`${line}\n`.repeat(100));
  });

  it('has its headings below those of the page', () => {
    expect(htmlOf('# One\n\n###### Six')).toMatch(/<h2 id="user-content-one">One<\/h2>\s*<h3 /);
    const levels = htmlOf('### a\n\n##### b\n\n# c\n\n## d\n\n### e\n\n## f').match(/<h\d/g);
    expect(levels).toEqual(['<h2', '<h3', '<h2', '<h3', '<h4', '<h3']);
  });

  it('leads to other sites in a tab that knows nothing of this one', () => {
    const html = htmlOf('[docs](https://docs.example/a?b=1#c) <me@example.com> www.example.org');
    expect(html).toContain('href="https://docs.example/a?b=1#c"');
    expect(html).toContain('href="mailto:me@example.com"');
    expect(html).toContain('href="http://www.example.org/"');
    expect(html.match(/target="_blank"/g)).toHaveLength(3);
    expect(html.match(/rel="noopener noreferrer nofollow"/g)).toHaveLength(3);
  });

  it('shows pictures of the package, and leads to no other file of it, as none is served', () => {
    const html = htmlOf('![Shot](./static/a.png) [Large](static/b.PNG) [Guide](docs/guide.md)');
    expect(html).toContain(`src="${FILES}/static/a.png"`);
    expect(html).toContain(`href="${FILES}/static/b.PNG"`);
    expect(html).toContain('<span>Guide</span>');
  });

  it('has tables, tasks, code and footnotes', () => {
    const html = htmlOf('| a |\n|---|\n| b |\n\n- [x] done\n- [ ] open\n\n```sh\nls\n```\n\nNote[^1].\n\n[^1]: Why.');
    expect(html).toContain('<table>');
    expect(html).toMatch(/aria-label="Done".*aria-label="Open"/s);
    expect(html).toContain('<code>ls</code>');
    expect(html).toContain('href="#user-content-fn-1"');
    expect(html).toContain('id="user-content-fn-1"');
  });
});

describe('addresses', () => {
  it.each([
    ['a.png', '/a.png'],
    ['/static/a.png', '/static/a.png'],
    ['../../../../../api/session.svg', '/api/session.svg'],
    ['static/../b.png', '/b.png'],
    ['%2e%2e/%2e%2e/x.png', '/x.png'],
    ['a b.png', '/a%20b.png'],
  ])('%s stays in the folder of the package', (address, path) => {
    expect(markdownTarget(address, FILES)).toEqual({ kind: 'file', href: FILES + path });
  });

  it.each([
    'a%2Fb',
    'a%5cb',
    'x%00.png',
    '',
    '?q=1',
    'https://package.invalid',
    'https://u@package.invalid/x.png',
    'docs/guide.md',
  ])('%j is not followed', (address) => expect(pictureSource(address, FILES)).toBeUndefined());

  it('lead nowhere where there is no package', () => {
    expect(markdownTarget('a.png', undefined)).toBeUndefined();
  });
});
