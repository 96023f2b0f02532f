import { useEffect, useEffectEvent } from 'react';
import { useExtension } from './use-extension.ts';

export interface OwnCommand {
  /** Unique within the extension. */
  id: string;
  title: string;
  run(argument?: unknown): unknown;
}

/** A command that exists as long as the component does; the palette lists it meanwhile. */
export function useCommand({ id, title, run }: OwnCommand): void {
  const { commands } = useExtension();
  const runNow = useEffectEvent(run);
  useEffect(() => {
    const registration = commands.register({ id, title, run: (argument) => runNow(argument) });
    return () => registration[Symbol.dispose]();
  }, [commands, id, title]);
}
