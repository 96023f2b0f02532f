/** `npm start`: builds what is stale, then runs the server in this process. Arguments are the server's. */
import { build } from './build.ts';

const failed = await build();
if (failed.includes('console')) {
  console.error('The console could not be built, so there is nothing to serve.');
  process.exit(1);
}
if (failed.length > 0) console.warn(`Starting without a fresh build of ${failed.join(', ')}.`);

await import('../apps/server/src/main.ts');
