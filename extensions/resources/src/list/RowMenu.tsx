import { type LiveRow, useT } from '@luban/sdk';
import { IconButton, Menu, type MenuEntry } from '@luban/ui';
import { cloneElement, useState } from 'react';

interface Props {
  readonly row: LiveRow;
  readonly menuOf: (row: LiveRow) => readonly MenuEntry[];
}

/** What can be done with one object. The menu is made when somebody asks for it: a list has many rows. */
export function RowMenu({ row, menuOf }: Props) {
  const t = useT();
  const [open, setOpen] = useState<boolean>();
  const button = (
    <IconButton
      size="sm"
      icon="more"
      tabIndex={-1}
      label={t('list.actions', { name: row.name })}
      aria-haspopup="menu"
    />
  );
  if (open === undefined) return cloneElement(button, { onClick: () => setOpen(true) });
  return <Menu align="end" open={open} onOpenChange={setOpen} trigger={button} items={menuOf(row)} />;
}
