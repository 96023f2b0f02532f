import { parseAst } from 'vite';
import { describe, expect, test } from 'vitest';
import { checkImports } from './check-imports.ts';

const shared = { react: '^19.0.0', 'react-router': '^8.0.0' };
const surface = { react: ['useState', 'lazy'], 'react-router': ['Link'] };
const check = (code: string) => checkImports(parseAst, code, 'src/Page.tsx', shared, surface);

describe('checkImports', () => {
  test.each([
    "import { useState, lazy as later } from 'react';",
    "import React, { useState } from 'react';",
    "import { default as React } from 'react';",
    "import * as React from 'react'; React.anything;",
    "export { Link } from 'react-router';",
    "export * from 'react-router';",
    "import { anything } from 'other'; import 'react';",
    "import 'react'; const text = 'react';",
  ])('allows %s', (code) => {
    expect(() => check(code)).not.toThrow();
  });

  test.each([
    ["import { useState, useNothing } from 'react';", 'useNothing'],
    ["import { useNothing as useState } from 'react';", 'useNothing'],
    ["import { 'use nothing' as x } from 'react';", 'use nothing'],
    ['export { NavLink } from "react-router";', 'NavLink'],
  ])('refuses %s', (code, name) => {
    expect(() => check(code)).toThrow(new RegExp(`LB6005 src/Page.tsx imports ${name} from react`));
  });

  test('names every import that is not offered', () => {
    expect(() => check("import { a, b } from 'react';")).toThrow(/imports a from[\s\S]*imports b from/);
  });
});
