import { IconButton } from '@luban/ui/shell';
import { type ComponentProps, useEffect, useRef } from 'react';
import { useHost } from '../host/console-host.ts';
import { useText } from '../i18n/text.ts';
import { AppearanceMenu } from './AppearanceMenu.tsx';
import { HelpMenu } from './HelpMenu.tsx';
import { Mark } from './Mark.tsx';
import { SideNavigation } from './SideNavigation.tsx';

/** The side navigation where the window is too narrow to have it beside the content. */
export function NavigationDrawer(props: Omit<ComponentProps<typeof SideNavigation>, 'inDrawer'>) {
  const t = useText();
  const { overlays } = useHost();
  const dialog = useRef<HTMLDialogElement>(null);
  const leave = () => overlays.close('navigation');

  useEffect(() => {
    dialog.current?.showModal();
  }, []);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the dialog's own; the click is the one beside the drawer.
    <dialog
      ref={dialog}
      className="shell-drawer"
      aria-label={t('navigation.label')}
      onClose={leave}
      onClick={(event) => event.target === dialog.current && leave()}
    >
      <div className="shell-drawer-head">
        <Mark />
        <IconButton icon="x" label={t('navigation.close')} onClick={leave} />
      </div>
      <SideNavigation {...props} inDrawer />
      <div className="shell-drawer-foot">
        <AppearanceMenu align="start" />
        <HelpMenu align="start" />
      </div>
    </dialog>
  );
}
