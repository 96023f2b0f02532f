/** The component library of LuBan: everything that extensions and the console build their pages from. */

// Forms
export { Checkbox, type CheckboxProps } from './checkbox.tsx';
// Data
export { CodeBlock, type CodeBlockProps } from './code-block.tsx';
// Over the page
export { ConfirmDialog, type ConfirmDialogProps } from './confirm-dialog.tsx';
export { CopyButton, type CopyButtonProps } from './copy-button.tsx';
export { type DescriptionItem, DescriptionList, type DescriptionListProps } from './description-list.tsx';
export { Dialog, type DialogProps } from './dialog.tsx';
export { Drawer, type DrawerProps } from './drawer.tsx';
export { Menu, type MenuProps } from './menu.tsx';
export type { MenuAction, MenuEntry, MenuGroup, MenuLink, MenuSeparator, MenuSubmenu } from './menu-entries.tsx';
export { Popover, type PopoverProps } from './popover.tsx';
export { Select, type SelectItem, type SelectProps } from './select.tsx';
// The light subset
export * from './shell.ts';
export { type Step, Stepper, type StepperProps, type StepState } from './stepper.tsx';
export { Switch, type SwitchProps } from './switch.tsx';
export { Table, type TableColumn, type TableProps } from './table.tsx';
export type { TableSort } from './table-sort.ts';
export { type Tab, Tabs, type TabsProps } from './tabs.tsx';
export { TextArea, type TextAreaProps } from './text-area.tsx';
export { Toaster } from './toaster.tsx';
export { Tooltip, type TooltipProps } from './tooltip.tsx';
