import { SlotView } from '@luban/kernel/react';
import type { IndexSlot } from '@luban/manifest';
import type { ReactNode } from 'react';
import { keyOf } from './use-contributions.tsx';

/**
 * Slots and the props that their hosts pass. Whoever provides a slot adds to it:
 * `declare module '@luban/sdk' { interface SlotTypes { 'acme.footer': { panel: string } } }`
 */
// biome-ignore lint/suspicious/noEmptyInterface: to be added to
export interface SlotTypes {}

export type SlotPropsOf<N extends string> = N extends keyof SlotTypes ? SlotTypes[N] : object;

export type SlotContributionView = IndexSlot & { key: string };

export interface SlotProps<N extends string> {
  name: N;
  /** Given to each contribution. */
  props?: SlotPropsOf<N>;
  /** Shown when nobody contributes. */
  fallback?: ReactNode;
  /** Puts something around each contribution, such as a card with its title. */
  render?: (contribution: SlotContributionView, content: ReactNode) => ReactNode;
}

/** A place that other extensions fill: everything they contribute to it, in order. */
export function Slot<const N extends string>({ name, props, fallback, render }: SlotProps<N>): ReactNode {
  return (
    <SlotView
      slot={name}
      props={props}
      fallback={fallback}
      render={render && ((item, content) => render({ ...item, key: keyOf(item) }, content))}
    />
  );
}
