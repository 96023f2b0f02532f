import { type ComponentProps, createElement } from 'react';

/*
 * The parts of a grid for assistive technology. Its rows are positioned one by one, which the rows of a <table> cannot
 * be, and the grid itself keeps the focus and has the keys, so none of its parts is a stop of the keyboard.
 */

/** The whole; one stop of the keyboard. */
export function Grid(props: ComponentProps<'div'> & { 'data-stale'?: boolean | undefined }) {
  return createElement('div', { role: 'grid', tabIndex: 0, ...props });
}

export function RowGroup(props: ComponentProps<'div'>) {
  return createElement('div', { role: 'rowgroup', ...props });
}

export function Row(props: ComponentProps<'div'>) {
  return createElement('div', { role: 'row', ...props });
}

export function Cell(props: ComponentProps<'span'> & { 'data-look'?: string }) {
  return createElement('span', { role: 'gridcell', ...props });
}

export function Heading(props: ComponentProps<'span'> & { 'data-look'?: string }) {
  return createElement('span', { role: 'columnheader', ...props });
}
