import { describe, expect, it } from 'vitest';
import { createTranslator } from './translator.ts';

const en = { hello: 'Hello {name}', files_one: '{count} file', files_other: '{count} files', plain: 'Braces {stay}' };

describe('translator', () => {
  const t = createTranslator<string>('en', en);

  it('fills placeholders and leaves unknown ones', () => {
    expect(t('hello', { name: 'Ada' })).toBe('Hello Ada');
    expect(t('plain', { other: 1 })).toBe('Braces {stay}');
  });

  it('does not read placeholders inside of values', () => {
    expect(t('hello', { name: '{name}' })).toBe('Hello {name}');
    expect(t('hello', { name: '$&' })).toBe('Hello $&');
  });

  it('chooses the plural of the locale', () => {
    expect(t('files', { count: 1 })).toBe('1 file');
    expect(t('files', { count: 1200 })).toBe('1,200 files');
    expect(createTranslator<string>('zh', { files_other: '{count} 个文件' })('files', { count: 1 })).toBe('1 个文件');
  });

  it('shows a missing key as itself', () => {
    expect(t('nothing.here')).toBe('nothing.here');
  });
});
