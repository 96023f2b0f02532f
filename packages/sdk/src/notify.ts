import type { Notice, ShellFacade } from '@luban/kernel';

let shell: Pick<ShellFacade, 'notify'> | undefined;

/** Shows a toast or a notice. In an extension's own code `useExtension().notify` says whose it is. */
export function notify(notice: Notice): void {
  if (!shell) throw new Error('There is no console on this page that could show a notice.');
  shell.notify(notice);
}

/** For the shell alone. */
export function bindNotices(facade: Pick<ShellFacade, 'notify'>): Disposable {
  shell = facade;
  return {
    [Symbol.dispose]() {
      if (shell === facade) shell = undefined;
    },
  };
}
