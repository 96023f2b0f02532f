import type { IndexExtension, RemoteRecord } from '@luban/manifest';
import type { ExtensionContext, KernelEnvironment, Logger, ShellFacade } from '../contract.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { type Catalogue, interpolate, textOf } from './catalogue.ts';
import { createScopedFetch } from './scoped-fetch.ts';

interface ContextOptions {
  extension: IndexExtension;
  record: RemoteRecord;
  catalogue(): Catalogue;
  ledger: Ledger;
  signal: AbortSignal;
  shell: ShellFacade;
  environment: KernelEnvironment;
  services: ExtensionContext['services'];
  commands: ExtensionContext['commands'];
  settings: ExtensionContext['settings'];
  storage: ExtensionContext['storage'];
}

/** Puts together what an extension's code is given. */
export function createExtensionContext(options: ContextOptions): ExtensionContext {
  const { extension, record, ledger, signal, shell, environment } = options;
  return {
    name: extension.name,
    version: extension.version,
    base: extension.base,
    signal,
    effects: ledger,
    log: loggerOf(extension),
    shell: shell.state,
    t: (key, values) => interpolate(textOf(options.catalogue(), key), values),
    setTimeout: (run, ms) => {
      const timer = setTimeout(() => {
        ledger.drop('timer', release);
        run();
      }, ms);
      const release = () => clearTimeout(timer);
      return ledger.hold('timer', release);
    },
    setInterval: (run, ms) => {
      const timer = setInterval(run, ms);
      return ledger.hold('timer', () => clearInterval(timer));
    },
    listen: (target, type, listener, given) => {
      target.addEventListener(type, listener, given);
      return ledger.hold('listener', () => target.removeEventListener(type, listener, given));
    },
    fetch: createScopedFetch({
      extension,
      origins: record.permissions?.network ?? [],
      location: environment.document.baseURI,
      signal,
      fetch: environment.fetch,
    }),
    services: options.services,
    commands: options.commands,
    settings: options.settings,
    storage: options.storage,
    navigate: shell.navigate,
    notify: (notice) => shell.notify({ ...notice, key: `${extension.name}/${notice.key ?? notice.title}` }),
  };
}

function loggerOf({ name, version }: IndexExtension): Logger {
  const label = `[${name}@${version}]`;
  return {
    // biome-ignore lint/suspicious/noConsole: an extension's own debugging output.
    debug: (...values) => console.debug(label, ...values),
    info: (...values) => console.info(label, ...values),
    warn: (...values) => console.warn(label, ...values),
    error: (...values) => console.error(label, ...values),
  };
}
