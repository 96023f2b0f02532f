import { testPackage } from '@luban/extension-package/testing';
import { type Fixture, fixtureFiles } from './fixture-extension.ts';

/** A package as repositories offer it and administrators upload it, whose pages are a fixture's. */
export function offeredPackage(fixture: Fixture): Buffer {
  const { 'extension.yaml': _, ...files } = fixtureFiles(fixture);
  const { name, version = '1.0.0', title = name } = fixture;
  return Buffer.from(testPackage({ name, version, metadata: { displayName: { en: title, zh: title } }, files }));
}
