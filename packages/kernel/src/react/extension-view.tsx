import type { IndexReference, Skeleton } from '@luban/manifest';
import { isValidElement, type ReactElement } from 'react';
import { MountView } from './mount-view.tsx';
import { useKernelScope } from './use-kernel.ts';
import { useMount } from './use-mount.ts';

export interface ExtensionViewProps {
  extension: string;
  /** `./pages/Overview#default` */
  reference: IndexReference;
  /** Given to the export; a change updates it in place. */
  props?: object;
  /** Stands until the export is there: a name for the provider's `Skeleton`, or an element. Default: nothing. */
  skeleton?: Skeleton | ReactElement;
  /** For the inspector: `route overview`. */
  cause: string;
  /** For cards and other small places: problems take one line, and nothing is left of what was disabled. */
  compact?: boolean;
}

/** A place on the page that shows one export of one extension, through loading, failures, upgrades and its end. */
export function ExtensionView({ extension, reference, props, skeleton, cause, compact }: ExtensionViewProps) {
  const { kernel, components } = useKernelScope();
  const mount = useMount(kernel, extension, reference, cause);
  const placeholder = isValidElement(skeleton) ? skeleton : skeleton && <components.Skeleton shape={skeleton} />;
  if (!mount) return placeholder;
  return <MountView mount={mount} props={props} placeholder={placeholder} compact={compact} />;
}
