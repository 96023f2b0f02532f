import { useReadable } from '@luban/kernel/react';
import { useHost } from '../host/console-host.ts';
import { useText } from '../i18n/text.ts';
import { SHELL_SHORTCUTS } from '../keyboard/shell-shortcuts.ts';
import { MenuButton } from './MenuButton.tsx';
import type { MenuEntry } from './menu-entry.ts';

/** Shortcuts, and everything that helps when something is wrong. */
export function HelpMenu({ align }: { align?: 'start' | 'end' }) {
  const t = useText();
  const { overlays, kernel, boot } = useHost();
  const findings = useReadable(kernel.index, (index) => index.conflicts.length + index.skipped.length);
  const entries: MenuEntry[] = [
    item(
      'shortcuts',
      t('help.shortcuts'),
      'command',
      () => overlays.open({ kind: 'shortcuts' }),
      SHELL_SHORTCUTS.sheet,
    ),
    item('inspector', t('help.inspector'), 'activity', overlays.toggleInspector, SHELL_SHORTCUTS.inspector),
    { kind: 'separator', key: 'wrong' },
    item('bisect', t('help.bisect'), 'bug', () => overlays.open({ kind: 'bisect' })),
    item('quarantine', t('help.quarantine'), 'shield', () => overlays.open({ kind: 'quarantine' })),
    ...(findings > 0
      ? [item('findings', t('help.findings', { count: findings }), 'alert', () => overlays.open({ kind: 'findings' }))]
      : []),
    { kind: 'separator', key: 'version' },
    { kind: 'heading', key: 'about', label: t('help.version', { version: boot.version }) },
  ];
  return <MenuButton label={t('bar.help')} icon="help" entries={entries} align={align} />;
}

function item(key: string, label: string, icon: string, onSelect: () => void, keys?: string): MenuEntry {
  return { kind: 'item', key, label, icon, onSelect, keys };
}
