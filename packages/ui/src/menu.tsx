import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';
import './menu.css';
import { MenuEntries, type MenuEntry } from './menu-entries.tsx';
import './popup.css';
import { usePortalScope } from './portal-scope.tsx';

export interface MenuProps {
  /** A `Button` or `IconButton`, or another element that passes on its props and ref. */
  readonly trigger: ReactElement;
  readonly items: readonly MenuEntry[];
  /** Default: `bottom`. */
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
  /** Default: `start`. */
  readonly align?: 'start' | 'center' | 'end';
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  /** Something above the entries that is not one of them, such as who is signed in. */
  readonly header?: ReactNode;
}

/** A button that opens a list of actions. */
export function Menu(props: MenuProps): ReactNode {
  const { trigger, items, side = 'bottom', align = 'start', open, onOpenChange, header } = props;
  const { marker, scope } = usePortalScope();
  return (
    <>
      {marker}
      <Base.Root open={open} onOpenChange={onOpenChange} modal={false}>
        <Base.Trigger render={trigger} />
        <Base.Portal {...scope}>
          <Base.Positioner className="lb-positioner" side={side} align={align} sideOffset={4} collisionPadding={8}>
            <Base.Popup className="lb-popup lb-menu">
              {header !== undefined && <div className="lb-menu-header">{header}</div>}
              <MenuEntries entries={items} />
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </>
  );
}
