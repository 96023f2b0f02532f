import { Menu as Base } from '@base-ui/react/menu';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';
import { Kbd } from './kbd.tsx';
import { useUi } from './ui-context.ts';

interface MenuItemBase {
  /** Default: the label. */
  readonly id?: string;
  readonly label: string;
  readonly icon?: IconName;
  readonly disabled?: boolean;
}

/** Does something. */
export interface MenuAction extends MenuItemBase {
  readonly kind?: 'action';
  readonly onSelect: () => void;
  readonly danger?: boolean;
  /** Shown for learning; the menu does not listen to it. */
  readonly shortcut?: string;
  /** Makes it an entry that can be on or off, and tells which. */
  readonly checked?: boolean;
}

/** Goes somewhere. */
export interface MenuLink extends MenuItemBase {
  readonly kind: 'link';
  readonly href: string;
}

export interface MenuSubmenu extends MenuItemBase {
  readonly kind: 'submenu';
  readonly items: readonly MenuEntry[];
}

export interface MenuGroup {
  readonly kind: 'group';
  readonly id?: string;
  readonly label: string;
  readonly items: readonly MenuEntry[];
}

export interface MenuSeparator {
  readonly kind: 'separator';
  readonly id?: string;
}

export type MenuEntry = MenuAction | MenuLink | MenuSubmenu | MenuGroup | MenuSeparator;

/** The entries of a menu or a submenu. */
export function MenuEntries({ entries }: { readonly entries: readonly MenuEntry[] }): ReactNode {
  return entries.map((entry, index) => <Entry key={entryKey(entry, index)} entry={entry} />);
}

function Entry({ entry }: { readonly entry: MenuEntry }): ReactNode {
  const { link: Anchor } = useUi();
  switch (entry.kind) {
    case 'separator':
      return <Base.Separator className="lb-menu-separator" />;
    case 'group':
      return (
        <Base.Group>
          <Base.GroupLabel className="lb-menu-label">{entry.label}</Base.GroupLabel>
          <MenuEntries entries={entry.items} />
        </Base.Group>
      );
    case 'submenu':
      return <Submenu entry={entry} />;
    case 'link':
      return (
        <Base.LinkItem
          className="lb-menu-item"
          closeOnClick
          render={<Anchor href={entry.href} />}
          aria-disabled={entry.disabled || undefined}
        >
          <Inside entry={entry} />
        </Base.LinkItem>
      );
    default:
      return <Action entry={entry} />;
  }
}

function Action({ entry }: { readonly entry: MenuAction }): ReactNode {
  const common = { className: 'lb-menu-item', disabled: entry.disabled, 'data-danger': entry.danger || undefined };
  const shortcut = entry.shortcut !== undefined && <Kbd keys={entry.shortcut} />;
  if (entry.checked === undefined) {
    return (
      <Base.Item {...common} onClick={entry.onSelect}>
        <Inside entry={entry} />
        {shortcut}
      </Base.Item>
    );
  }
  return (
    <Base.CheckboxItem {...common} checked={entry.checked} onCheckedChange={entry.onSelect} closeOnClick>
      <Inside entry={entry} />
      {shortcut}
      <span className="lb-menu-check">{entry.checked && <Icon name="check" />}</span>
    </Base.CheckboxItem>
  );
}

function Submenu({ entry }: { readonly entry: MenuSubmenu }): ReactNode {
  return (
    <Base.SubmenuRoot>
      <Base.SubmenuTrigger className="lb-menu-item" disabled={entry.disabled}>
        <Inside entry={entry} />
        <Icon name="chevron-right" size={14} className="lb-menu-chevron" />
      </Base.SubmenuTrigger>
      <Base.Portal>
        <Base.Positioner className="lb-positioner" sideOffset={2} alignOffset={-5} collisionPadding={8}>
          <Base.Popup className="lb-popup lb-menu">
            <MenuEntries entries={entry.items} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.SubmenuRoot>
  );
}

function Inside({ entry }: { readonly entry: MenuItemBase }): ReactNode {
  return (
    <>
      {entry.icon && <Icon name={entry.icon} />}
      <span className="lb-menu-text">{entry.label}</span>
    </>
  );
}

function entryKey(entry: MenuEntry, index: number): string | number {
  return entry.id ?? ('label' in entry ? entry.label : index);
}
