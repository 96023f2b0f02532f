import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const tokens = readFileSync(`${import.meta.dirname}/tokens.css`, 'utf8');
const guide = readFileSync(`${import.meta.dirname}/../../../docs/authors/design-tokens.md`, 'utf8');
const root = tokens.slice(tokens.indexOf(':root {'), tokens.indexOf(':root[data-theme'));
const defined = new Set([...root.matchAll(/^\s+(--lb-[a-z0-9-]+):/gm)].map((match) => match[1]!));

type Theme = 'light' | 'dark';

/** Relative luminance (WCAG 2) of an opaque token; OKLCH to linear sRGB after Björn Ottosson's matrices. */
function luminance(token: string, theme: Theme): number {
  const value = new RegExp(`${token}:([^;]+);`).exec(root)?.[1] ?? '';
  const colours = [...value.matchAll(/oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g)];
  const [, l, c, h] = (theme === 'dark' ? (colours[1] ?? colours[0]) : colours[0])!.map(Number) as number[];
  const a = c! * Math.cos((h! * Math.PI) / 180);
  const b = c! * Math.sin((h! * Math.PI) / 180);
  const long = (l! + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l! - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l! - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clamp = (channel: number) => Math.min(1, Math.max(0, channel));
  const red = clamp(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short);
  const green = clamp(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short);
  const blue = clamp(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string, theme: Theme): number {
  const [dark, bright] = [luminance(one, theme), luminance(other, theme)].sort((a, b) => a - b) as [number, number];
  return (bright + 0.05) / (dark + 0.05);
}

const surfaces = ['--lb-canvas', '--lb-surface', '--lb-surface-muted', '--lb-surface-overlay'];
const readable: ReadonlyArray<readonly [string, string]> = [
  ...['--lb-text', '--lb-text-muted', '--lb-text-faint', '--lb-accent-text'].flatMap((text) =>
    surfaces.map((surface) => [text, surface] as const),
  ),
  ...['ok', 'info', 'warning', 'danger', 'progress'].flatMap((tone) => [
    [`--lb-${tone}`, `--lb-${tone}-soft`] as const,
    ...surfaces.map((surface) => [`--lb-${tone}`, surface] as const),
  ]),
  ['--lb-accent-text', '--lb-accent-soft'],
  ['--lb-text', '--lb-accent-soft'],
  ['--lb-accent-contrast', '--lb-accent'],
  ['--lb-accent-contrast', '--lb-accent-hover'],
  ['--lb-danger-contrast', '--lb-danger-fill'],
  ['--lb-danger-contrast', '--lb-danger-fill-hover'],
];
const visible: ReadonlyArray<readonly [string, string]> = ['--lb-ring', '--lb-border-control', '--lb-accent'].flatMap(
  (line) => ['--lb-canvas', '--lb-surface', '--lb-surface-overlay'].map((surface) => [line, surface] as const),
);

describe.each<Theme>(['light', 'dark'])('in the %s theme', (theme) => {
  it.each(readable)('%s can be read on %s', (text, surface) => {
    expect(contrast(text, surface, theme)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(visible)('%s can be seen on %s', (line, surface) => {
    expect(contrast(line, surface, theme)).toBeGreaterThanOrEqual(3);
  });
});

it('every custom property is named --lb-* and described in the guide', () => {
  expect(root).not.toMatch(/^\s+--(?!lb-)/m);
  expect([...defined].filter((token) => !guide.includes(`\`${token}\``))).toEqual([]);
});

it('the guide describes nothing that is not there', () => {
  const described = [...guide.matchAll(/`(--lb-[a-z0-9-]+)`/g)].map((match) => match[1]!);
  expect(described.filter((token) => !defined.has(token))).toEqual([]);
});

it('components use tokens that exist', () => {
  const local = /--lb-(callout-colour|dialog-width)$/;
  const used = readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.css'))
    .flatMap((file) => [...readFileSync(`${import.meta.dirname}/${file}`, 'utf8').matchAll(/var\((--lb-[a-z0-9-]+)/g)])
    .map((match) => match[1]!);
  expect(used.filter((token) => !defined.has(token) && !local.test(token))).toEqual([]);
});

it('every style sheet begins with the order of layers, and stays within its own', () => {
  const order = '@layer lb.reset, lb.tokens, lb.components, lb.shell, ext;';
  const loose = readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.css') && file !== 'tokens.css')
    .filter((file) => {
      const sheet = readFileSync(`${import.meta.dirname}/${file}`, 'utf8');
      return !sheet.startsWith(`${order}\n\n@layer lb.components {`) || /^[^@}\s]/m.test(sheet);
    });
  expect(loose).toEqual([]);
  expect(tokens).toContain(order);
});
