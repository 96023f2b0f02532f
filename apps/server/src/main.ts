/** Starts the server: settings, start, a line for the person, and an end without loose ends. */
import { dirname, join } from 'node:path';
import { createServer, type LubanServer } from './create-server.ts';
import { ADMINISTRATOR } from './identity/administrator.ts';
import { readSettings, type Settings } from './settings.ts';
import { explainStartFailure } from './start-failure.ts';

const CONSOLE = join(dirname(dirname(import.meta.dirname)), 'console', 'dist');

try {
  await main();
} catch (error) {
  console.error(explainStartFailure(error));
  process.exit(1);
}

async function main(): Promise<void> {
  const settings = readSettings(process.argv.slice(2), process.env);
  const { dataDir, extensionRoots, adminPassword } = settings;
  const server = await createServer({ dataDir, extensionRoots, adminPassword, consoleDir: CONSOLE });
  await listen(server, settings);
  announce(server, settings);
  endOnSignal(server);
}

/** Without the log's own line: a person gets a better one. */
async function listen({ app }: LubanServer, { port, host }: Settings): Promise<void> {
  const { level } = app.log;
  app.log.level = 'warn';
  await app.listen({ port, host });
  app.log.level = level;
}

function announce({ app, generatedPassword }: LubanServer, { dataDir, host }: Settings): void {
  const address = app.server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  console.info(`\n  LuBan is ready at http://${shown}:${port}\n`);
  if (generatedPassword === undefined) return;
  console.info(`  Sign in as ${ADMINISTRATOR} with the password ${generatedPassword}`);
  console.info('  It is shown this once. To have a new one, stop LuBan and delete');
  console.info(`  ${join(dataDir, 'administrator.json')}\n`);
}

/** A terminal sends the signal to the launcher and to this process, so a second one is no impatience. */
function endOnSignal(server: LubanServer): void {
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (ending) return;
      ending = true;
      setTimeout(() => process.exit(1), 5_000).unref();
      server.close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}
