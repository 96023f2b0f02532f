import { describe, expect, it } from 'vitest';
import { kernelError } from '../core/problems.ts';
import { indexEntry } from '../testing/test-extension.ts';
import { NoContainerError } from './container.ts';
import { diagnose, type Stage } from './diagnose.ts';
import { TimeLimitError } from './time-limit.ts';

const OWNER = indexEntry({ name: 'acme' });
const FILES = ['entry.js', 'chunk.js'].map((file) => ({
  file,
  url: `http://c.io/ext/acme/1.0.0/${file}`,
  integrity: 'sha384-x',
}));
const NOT_FETCHED = new TypeError('Failed to fetch dynamically imported module: http://c.io/x.js');

type Answer = { status?: number; type?: string; intact?: boolean } | undefined;

/** Answers for each file by name; a missing answer is a broken line. */
function server(answers: Record<string, Answer>): typeof fetch {
  return async (input, init) => {
    const answer = answers[String(input).split('/').at(-1)!];
    if (!answer || (init?.integrity && answer.intact === false)) throw new TypeError('Failed to fetch');
    return new Response('', {
      status: answer.status ?? 200,
      headers: { 'content-type': answer.type ?? 'text/javascript' },
    });
  };
}

const run = (error: unknown, answers: Record<string, Answer> = {}, stage: Stage = 'module') =>
  diagnose(OWNER, stage, error, FILES, server({ 'entry.js': {}, 'chunk.js': {}, ...answers }));

describe('diagnose', () => {
  it.each([
    ['LB3001', { status: 404 }, false],
    ['LB3002', { status: 500 }, true],
    ['LB3002', { status: 503 }, true],
    ['LB3002', { status: 429 }, true],
    ['LB3003', { type: 'text/html; charset=utf-8' }, false],
    ['LB3011', { intact: false }, false],
    ['LB3010', undefined, true],
  ])('finds %s in a file that answers %j', async (code, answer, transient) => {
    expect(await run(NOT_FETCHED, { 'chunk.js': answer })).toMatchObject({
      problem: { code, extension: 'acme', version: '1.0.0', params: { file: 'chunk.js' } },
      transient,
    });
  });

  it('blames the line when all is well at the second look', async () => {
    expect(await run(NOT_FETCHED)).toMatchObject({ problem: { code: 'LB3010' }, transient: true });
  });

  it('names what stays wrong before what may pass', async () => {
    const failure = await run(NOT_FETCHED, { 'entry.js': { status: 500 }, 'chunk.js': { status: 404 } });
    expect(failure.problem.code).toBe('LB3001');
  });

  it('takes bundlers’ own errors for the same', async () => {
    const error = Object.assign(new Error('Loading chunk 7 failed.'), { name: 'ChunkLoadError' });
    expect((await run(error, { 'chunk.js': { status: 404 } })).problem.code).toBe('LB3001');
  });

  it('tells a file that cannot be parsed from one that throws a SyntaxError', async () => {
    const unparsed = Object.assign(new SyntaxError('Unexpected token'), { stack: 'SyntaxError: Unexpected token' });
    expect((await run(unparsed)).problem.code).toBe('LB3004');
    const thrown = Object.assign(new SyntaxError('bad JSON'), {
      stack: `SyntaxError: bad JSON\n    at JSON.parse\n    at ${FILES[0]!.url}:1:1`,
    });
    expect(await run(thrown)).toMatchObject({
      problem: { code: 'LB3005', params: { file: 'entry.js' } },
      remembered: true,
    });
  });

  it.each([
    ['LB3006', 'entry', new TimeLimitError(10)],
    ['LB3007', 'module', new TimeLimitError(10)],
    ['LB3009', 'init', new Error('boom')],
    ['LB3013', 'entry', new NoContainerError('x')],
    ['LB3008', 'module', new Error('Module "./App" does not exist in container.')],
    ['LB3005', 'module', 'a string'],
  ] as const)('gives %s for a fault at stage %s', async (code, stage, error) => {
    expect((await run(error, {}, stage)).problem.code).toBe(code);
  });

  it('leaves alone what is explained already', async () => {
    const { problem } = kernelError('LB3012', OWNER, { share: 'react' });
    expect((await run(kernelError('LB3012', OWNER, { share: 'react' }))).problem).toEqual(problem);
  });
});
