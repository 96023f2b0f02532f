import { describe, expect, test } from 'vitest';
import { wrapStylesheets } from './wrap-stylesheets.ts';

const wrap = (css: string, name = 'acme') => {
  const { sheets, problems } = wrapStylesheets(new Map([['a.css', css]]), name);
  return { css: sheets.get('a.css') ?? '', problems };
};

describe('wrapStylesheets', () => {
  test('puts rules into the extension’s layer and scope', () => {
    expect(wrap('.card{color:red}').css).toBe(
      '@layer ext.acme{@scope ([data-ext="acme"]) to ([data-ext]){.card{color:red}}}',
    );
  });

  test('escapes a name that starts with a digit', () => {
    expect(wrap('.a{color:red}', '3scale').css).toContain('@layer ext.\\33 scale{@scope ([data-ext="3scale"])');
  });

  test('gives animations a name of the extension’s own, also across files', () => {
    const { sheets } = wrapStylesheets(
      new Map([
        ['a.css', '@keyframes spin{to{rotate:1turn}}'],
        ['b.css', '.a{animation:spin 1s linear,fade 2s}.b{animation-name:"spin"}.c{--animate-x:spin 1s;--spin:spin}'],
      ]),
      'acme',
    );
    expect(sheets.get('a.css')).toBe('@layer ext.acme{@keyframes ext-acme-spin{to{rotate:1turn}}}');
    expect(sheets.get('b.css')).toContain('.a{animation:ext-acme-spin 1s linear,fade 2s}');
    expect(sheets.get('b.css')).toContain('.b{animation-name:ext-acme-spin}');
    expect(sheets.get('b.css')).toContain('.c{--animate-x:ext-acme-spin 1s;--spin:spin}');
  });

  test('keeps what a scope may not hold beside it, under its conditions', () => {
    const { css, problems } = wrap(
      '@charset "utf-8";@layer base,parts;@font-face{font-family:A;src:url(a.woff2)}@media print{@keyframes k{to{opacity:0}}.a{color:red}}',
    );
    expect(problems).toEqual([]);
    expect(css).toBe(
      '@layer ext.acme{@layer base,parts;@font-face{font-family:A;src:url(a.woff2)}@media print{@keyframes ext-acme-k{to{opacity:0}}}' +
        '@scope ([data-ext="acme"]) to ([data-ext]){@media print{.a{color:red}}}}',
    );
  });

  test('turns custom properties of :root into ones of the scope', () => {
    expect(wrap(':root{--gap:4px}').css).toContain('{:scope{--gap:4px}}');
    expect(wrap(':root[data-theme="dark"]{--gap:4px}').css).toContain('{:root[data-theme="dark"] :scope{--gap:4px}}');
  });

  test.each([
    'html{color:red}',
    'body{margin:0}',
    ':root{color:red}',
    '*{margin:0}',
    '*,::before{margin:0}',
    '.a,body{color:red}',
    'html > body{color:red}',
    '@media print{body{color:red}}',
    '@import "other.css";',
    '@page{margin:0}',
    '@view-transition{navigation:auto}',
    '@property --lb-accent{syntax:"*";inherits:true}',
  ])('refuses %s', (css) => {
    const { problems } = wrap(`/* line */\n${css}`);
    expect(problems.map((problem) => problem.code)).toContain('LB6006');
    expect(problems[0]?.params).toMatchObject({ file: 'a.css', line: 2 });
  });

  test.each([
    '.a *{margin:0}',
    '.a>*+*{margin:0}',
    'html.dark .a{color:red}',
    'body[data-x] .a{color:red}',
    '.a{&:hover{color:red}:root &{color:red}}',
    'h1{margin:0}',
    '.html{color:red}',
    '.a:is(body *){color:red}',
    '@keyframes k{from{opacity:0}to{opacity:1}}',
  ])('allows %s', (css) => {
    expect(wrap(css).problems).toEqual([]);
  });
});
