/** `npm start`: builds what is stale, then runs the server in this process. Arguments are the server's. */
import { readSettings } from '../apps/server/src/settings.ts';
import { explainStartFailure } from '../apps/server/src/start-failure.ts';
import { build } from './build.ts';

try {
  // A wrong setting should not be found only after the builds.
  readSettings(process.argv.slice(2), process.env);
} catch (error) {
  console.error(explainStartFailure(error));
  process.exit(1);
}

const failed = await build();
if (failed.includes('console')) {
  console.error('The console could not be built, so there is nothing to serve.');
  process.exit(1);
}
if (failed.length > 0) console.warn(`Starting without a fresh build of ${failed.join(', ')}.`);

await import('../apps/server/src/main.ts');
