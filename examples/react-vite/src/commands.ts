import { defineCommand } from '@luban/sdk';

/** Action on an installed extension: its name and version to the clipboard, as a dependency line. */
export const copyDependency = defineCommand<{ resource: { name: string; version: string } }>(
  async ({ context, argument }) => {
    if (!argument) return;
    const { name, version } = argument.resource;
    await navigator.clipboard.writeText(`${name}: ^${version}`);
    context.notify({ tone: 'success', title: context.t('copied', { name }), timeout: 4000 });
  },
);
