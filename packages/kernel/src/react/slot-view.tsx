import type { IndexSlot } from '@luban/manifest';
import { Fragment, type ReactNode } from 'react';
import { ExtensionRegion } from './extension-region.tsx';
import { ExtensionView } from './extension-view.tsx';
import { useSlot } from './use-contributions.ts';

export interface SlotViewProps {
  /** `dashboard.cards` */
  slot: string;
  /** Given to each contribution. */
  props?: object;
  /** Shown when nobody contributes. */
  fallback?: ReactNode;
  /** Puts something around each contribution, such as a grid cell. */
  render?: (item: IndexSlot, view: ReactNode) => ReactNode;
}

/** Everything that extensions contribute to one slot, in the index's order. */
export function SlotView({ slot, props, fallback, render }: SlotViewProps) {
  const items = useSlot(slot);
  if (items.length === 0) return fallback;
  return (
    <ExtensionRegion>
      {items.map((item) => {
        const view = (
          <ExtensionView
            extension={item.extension}
            reference={item.component}
            props={props}
            cause={`slot ${slot}`}
            compact
          />
        );
        return <Fragment key={`${item.extension}/${item.id}`}>{render ? render(item, view) : view}</Fragment>;
      })}
    </ExtensionRegion>
  );
}
