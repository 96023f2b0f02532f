import { type TestPackage, testPackage } from '@luban/extension-package/testing';
import { type Fixture, fixtureFiles } from './fixture-extension.ts';

/** A package as repositories offer it and administrators upload it, whose pages are a fixture's. */
export function offeredPackage(fixture: Fixture, { metadata, files: more, ...rest }: TestPackage = {}): Buffer {
  const { 'extension.yaml': _, ...files } = fixtureFiles(fixture);
  const { name, version = '1.0.0', title = name } = fixture;
  const displayName = { en: title, zh: title };
  return Buffer.from(
    testPackage({ ...rest, name, version, metadata: { displayName, ...metadata }, files: { ...files, ...more } }),
  );
}
