/**
 * The light subset: what the first paint needs. Nothing here imports Base UI, so that the console's first chunk stays
 * small. `index.ts` has all of this too.
 */

// State
export { Badge, type BadgeProps } from './badge.tsx';
// Layout
export { type Breadcrumb, Breadcrumbs } from './breadcrumbs.tsx';
// Actions and text
export {
  Button,
  type ButtonLook,
  type ButtonProps,
  type ButtonSize,
  type ButtonVariant,
  buttonClass,
  LinkButton,
  type LinkButtonProps,
} from './button.tsx';
export { Callout, type CalloutProps } from './callout.tsx';
export { Card, type CardProps } from './card.tsx';
// Around the page
export { type ConfirmOptions, confirm, useConfirm } from './confirm.ts';
export { cx } from './cx.ts';
export { type EmptyKind, EmptyState, type EmptyStateProps } from './empty-state.tsx';
// Forms
export { type ControlProps, Field, type FieldProps, type FieldTexts } from './field.tsx';
export { Icon, type IconProps } from './icon.tsx';
export { IconButton, type IconButtonProps } from './icon-button.tsx';
export { type IconName, iconNames } from './icons.ts';
export { Kbd, type KbdProps, keyLabel } from './kbd.tsx';
export { PageHeader, type PageHeaderProps } from './page-header.tsx';
export { SearchField, type SearchFieldProps } from './search-field.tsx';
export { Skeleton, type SkeletonProps, type SkeletonShape } from './skeleton.tsx';
export { Spinner } from './spinner.tsx';
export { Status, type StatusProps } from './status.tsx';
export type { UiStrings } from './strings.ts';
export { TextField, type TextFieldProps } from './text-field.tsx';
export { TextLink, type TextLinkProps } from './text-link.tsx';
export { Time, type TimeProps } from './time.tsx';
export { dismissToast, type ToastOptions, toast } from './toast.ts';
export { type Tone, toneIcon } from './tone.ts';
export { type LinkComponent, useUi } from './ui-context.ts';
export { UiProvider, type UiProviderProps } from './ui-provider.tsx';
