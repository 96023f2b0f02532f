import type { CommandHandler, Lifecycle, ServiceProvider, ServiceToken } from '@luban/kernel';

/** Types the module that `lifecycle` in `extension.ts` names; nothing more. */
export function defineLifecycle(lifecycle: Lifecycle): Lifecycle {
  return lifecycle;
}

/** Types the export that a command's `handler` names. */
export function defineCommand<A = unknown>(handler: CommandHandler<A>): CommandHandler<A> {
  return handler;
}

/** Types the export that a service's `provider` names, by the token that it serves. */
export function defineService<T>(_token: ServiceToken<T>, provider: ServiceProvider<T>): ServiceProvider<T> {
  return provider;
}
