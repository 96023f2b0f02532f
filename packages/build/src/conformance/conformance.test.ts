import { beforeAll } from 'vitest';
import { ADAPTERS, type BuiltFixture, buildFixture } from './build-fixture.ts';
import { checkFiles } from './check-files.ts';
import { checkInBrowser } from './check-in-browser.ts';

const built = new Map<string, BuiltFixture>();

beforeAll(async () => {
  await Promise.all(ADAPTERS.map(async (adapter) => built.set(adapter, await buildFixture(adapter))));
}, 120_000);

checkFiles(built);
checkInBrowser(built);
