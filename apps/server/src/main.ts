/** Starts the server: settings, start, a line for the person, and an end without loose ends. */
import { dirname, join } from 'node:path';
import { createServer, type LubanServer } from './create-server.ts';
import { ADMINISTRATOR } from './identity/administrator.ts';
import { readSettings, type Settings, SettingsError } from './settings.ts';

const CONSOLE = join(dirname(dirname(import.meta.dirname)), 'console', 'dist');

try {
  await main();
} catch (error) {
  console.error(explanation(error));
  process.exit(1);
}

async function main(): Promise<void> {
  const settings = readSettings(process.argv.slice(2), process.env);
  const { dataDir, extensionRoots, adminPassword } = settings;
  const server = await createServer({ dataDir, extensionRoots, adminPassword, consoleDir: CONSOLE });
  await server.app.listen({ port: settings.port, host: settings.host, listenTextResolver: () => 'listening' });
  announce(server, settings);
  endOnSignal(server);
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

function explanation(error: unknown): string {
  if (error instanceof SettingsError) return error.message;
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `${error.message}\nAnother program has the port. Set PORT to a free one, or to 0.`;
  if (code === 'EACCES')
    return `${error.message}\nThe port or the data folder may not be used. Check PORT and LUBAN_DATA_DIR.`;
  return error.stack ?? error.message;
}
