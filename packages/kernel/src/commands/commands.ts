import { type IndexCommand, qualify } from '@luban/manifest';
import type { Activation } from '../activation/activation.ts';
import type { Activator } from '../activation/activator.ts';
import { type CommandHandler, type ExtensionContext, KernelError } from '../contract.ts';
import { kernelError } from '../core/problems.ts';
import type { KernelCore } from '../engine/kernel-core.ts';
import { routeUrl } from './route-url.ts';

/** Runs commands by id, loading their owner when needed. */
export interface Commands {
  /** By `<extension>/<id>`. Rejects with LB4012, with LB4013, or with what kept the owner from coming to life. */
  run(id: string, argument: unknown): Promise<unknown>;
  of(activation: Activation): ExtensionContext['commands'];
}

type Registered = Parameters<ExtensionContext['commands']['register']>[0];

export function createCommands(core: KernelCore, activator: () => Activator): Commands {
  const registered = new Map<string, { owner: Activation; command: Registered }>();

  const run = async (id: string, argument: unknown): Promise<unknown> => {
    const running = registered.get(id);
    if (running) return guarded(running.owner.extension, id, () => running.command.run(argument));
    const command = core.store.lookup.get().command(id);
    const extension = command && core.store.lookup.get().extension(command.extension);
    if (!command || !extension) throw kernelError('LB4012', undefined, { command: id });
    if (command.handler === undefined) return follow(command, argument);
    const activation = await activator().activate(command.extension, `command ${command.id}`);
    const handler = await activation.load(command.handler);
    if (typeof handler !== 'function') {
      throw kernelError('LB3008', extension, { module: command.handler, export: 'function' });
    }
    return guarded(extension, id, () => (handler as CommandHandler)({ argument, context: activation.context }));
  };

  /** A command that only leads to a page. */
  const follow = (command: IndexCommand, argument: unknown): void => {
    const route = core.store.lookup.get().route(command.route ?? '');
    const url = route && routeUrl(route, { ...core.options.shell.state.get(), ...asRecord(argument) });
    if (url === undefined) throw kernelError('LB4012', undefined, { command: qualify(command.extension, command.id) });
    core.options.shell.navigate(url);
  };

  return {
    run,
    of: (activation) => ({
      run: (id, argument) => run(qualify(activation.extension.name, id), argument),
      register: (command) => {
        const id = qualify(activation.extension.name, command.id);
        const entry = { owner: activation, command };
        registered.set(id, entry);
        return activation.ledger.hold('command', () => {
          if (registered.get(id) === entry) registered.delete(id);
        });
      },
    }),
  };
}

async function guarded(owner: { name: string; version: string }, id: string, run: () => unknown): Promise<unknown> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof KernelError) throw error;
    throw kernelError('LB4013', owner, { command: id, error: String(error) }, error);
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
