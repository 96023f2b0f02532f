import { describe, expect, it } from 'vitest';
import { kernelError } from '../core/problems.ts';
import { indexEntry, remoteRecordOf } from '../testing/test-extension.ts';
import { createVersionFiles } from './version-files.ts';

const ACME = indexEntry({ name: 'acme' });
const RECORD = remoteRecordOf({
  name: 'acme',
  remote: { integrity: { 'entry.js': 'sha384-a', 'assets/ü 1.js': 'sha384-b', 'a.css': 'sha384-c' } },
});
const create = () => createVersionFiles(ACME, RECORD, 'https://c.io/clusters/east');
const FAILURE = kernelError('LB3005', ACME);

describe('createVersionFiles', () => {
  it('covers every script by every path in the import map', () => {
    expect(create().modules()).toEqual({
      'https://c.io/ext/acme/1.0.0/entry.js': 'sha384-a',
      'https://c.io/ext/acme/1.0.0/~1/entry.js': 'sha384-a',
      'https://c.io/ext/acme/1.0.0/~2/entry.js': 'sha384-a',
      'https://c.io/ext/acme/1.0.0/assets/%C3%BC%201.js': 'sha384-b',
      'https://c.io/ext/acme/1.0.0/~1/assets/%C3%BC%201.js': 'sha384-b',
      'https://c.io/ext/acme/1.0.0/~2/assets/%C3%BC%201.js': 'sha384-b',
    });
  });

  it('covers a script whatever the case of its ending, as the server serves it as one', () => {
    const record = remoteRecordOf({ name: 'acme', remote: { integrity: { 'Late.JS': 'sha384-a' } } });
    const { modules } = createVersionFiles(ACME, record, 'https://c.io/');
    expect(modules()).toMatchObject({ 'https://c.io/ext/acme/1.0.0/Late.JS': 'sha384-a' });
  });

  it('refuses files that have no digest', () => {
    const files = create();
    for (const file of ['other.js', '__proto__', '../entry.js']) {
      expect(() => files.url(file)).toThrow(
        expect.objectContaining({ problem: expect.objectContaining({ code: 'LB3011' }) }),
      );
    }
    expect(files.expected('https://c.io/ext/acme/1.0.0/other.js')).toBe('refused');
    expect(files.expected('https://c.io/ext/acme/1.0.0/~2/assets/%C3%BC%201.js?v')).toEqual({ integrity: 'sha384-b' });
  });

  it('goes round the paths, past those that are spoilt', () => {
    const files = create();
    expect(files.advance()).toBe(true);
    expect(files.url('entry.js')).toContain('/~1/');
    files.spoil(FAILURE);
    files.advance();
    files.advance();
    expect(files.alias).toBe(0);
    files.advance();
    expect(files.alias).toBe(2);
  });

  it('knows when no path is left', () => {
    const files = create();
    for (let at = 0; at < 3; at += 1) {
      expect(files.exhausted).toBe(false);
      files.spoil(FAILURE);
      expect(files.advance()).toBe(at < 2);
    }
    expect(files.exhausted).toBe(true);
    expect(files.failure).toBe(FAILURE);
  });
});
