import { useCommandList } from '@luban/kernel/react';
import { useEffect, useState } from 'react';
import { useHost } from '../host/console-host.ts';
import { runCommand } from '../host/run-command.ts';
import { useText } from '../i18n/text.ts';
import { SHELL_SHORTCUTS } from './shell-shortcuts.ts';
import { listenForShortcuts, type Shortcut } from './shortcuts.ts';

/** The shell's keys and those of extensions' commands, as long as the frame stands. */
export function useShellKeys(): void {
  const shortcuts = useShortcutList();
  const [listening] = useState(() => ({ current: undefined as ReturnType<typeof listenForShortcuts> | undefined }));

  useEffect(() => {
    const started = listenForShortcuts(document);
    listening.current = started;
    return () => started[Symbol.dispose]();
  }, [listening]);
  useEffect(() => {
    listening.current?.replace([...shortcuts.shell, ...shortcuts.extensions]);
  }, [listening, shortcuts]);
}

export interface ShortcutList {
  shell: Shortcut[];
  extensions: Shortcut[];
}

/** Everything that a key does now, for the listener and for the sheet that shows it. */
export function useShortcutList(): ShortcutList {
  const t = useText();
  const host = useHost();
  const commands = useCommandList();
  const { overlays, preferences } = host;
  const palette = () => overlays.open({ kind: 'palette' });
  return {
    shell: [
      { key: SHELL_SHORTCUTS.palette, title: t('shortcut.palette'), run: palette, whileTyping: true },
      { key: SHELL_SHORTCUTS.search, title: t('shortcut.palette'), run: palette },
      { key: SHELL_SHORTCUTS.sheet, title: t('shortcut.sheet'), run: () => overlays.open({ kind: 'shortcuts' }) },
      {
        key: SHELL_SHORTCUTS.navigation,
        title: t('shortcut.navigation'),
        run: () => preferences.setState((state) => ({ navigationCollapsed: !state.navigationCollapsed })),
      },
      {
        key: SHELL_SHORTCUTS.inspector,
        title: t('shortcut.inspector'),
        run: overlays.toggleInspector,
        whileTyping: true,
      },
    ],
    extensions: commands.flatMap(({ extension, id, title, key }) =>
      key === undefined ? [] : [{ key, title, run: () => void runCommand(host, `${extension}/${id}`) }],
    ),
  };
}
