import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import { Badge } from './badge.tsx';
import { cx } from './cx.ts';
import './tabs.css';

export interface Tab<Value extends string = string> {
  readonly value: Value;
  readonly label: ReactNode;
  /** Left out where the page below the tabs shows it. */
  readonly content?: ReactNode;
  readonly count?: number;
  readonly disabled?: boolean;
}

export interface TabsProps<Value extends string = string> {
  readonly value: Value;
  readonly onValueChange: (value: Value) => void;
  readonly tabs: readonly Tab<Value>[];
  /** The accessible name of the row of tabs. */
  readonly label?: string;
  readonly className?: string;
}

/** Several views of one thing. Only the chosen one is mounted. */
export function Tabs<Value extends string = string>(props: TabsProps<Value>): ReactNode {
  const { value, onValueChange, tabs, label, className } = props;
  return (
    <Base.Root
      value={value}
      className={cx('lb-tabs', className)}
      onValueChange={(next: Value | null) => {
        if (next !== null) onValueChange(next);
      }}
    >
      <Base.List className="lb-tab-list" aria-label={label} activateOnFocus>
        {tabs.map((tab) => (
          <Base.Tab key={tab.value} value={tab.value} disabled={tab.disabled ?? false} className="lb-tab">
            <span className="lb-tab-label">{tab.label}</span>
            {tab.count !== undefined && <Badge>{tab.count}</Badge>}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map(
        (tab) =>
          tab.content !== undefined && (
            <Base.Panel key={tab.value} value={tab.value} className="lb-tab-panel">
              {tab.content}
            </Base.Panel>
          ),
      )}
    </Base.Root>
  );
}
