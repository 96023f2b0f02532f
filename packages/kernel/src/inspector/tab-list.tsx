import type { KeyboardEvent } from 'react';

interface TabListProps<V extends string> {
  /** Prefix of the elements' ids: `<id>-<value>`, and `<id>-panel` for what they control. */
  id: string;
  label: string;
  value: V;
  onChange(value: V): void;
  tabs: readonly { value: NoInfer<V>; label: string }[];
}

/** Tabs with the arrow keys of the ARIA pattern. */
export function TabList<V extends string>({ id, label, value, onChange, tabs }: TabListProps<V>) {
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const now = tabs.findIndex((tab) => tab.value === value);
    const next = tabs.at(step(now, tabs.length))!;
    onChange(next.value);
    event.currentTarget.querySelector<HTMLElement>(`[id="${id}-${next.value}"]`)?.focus();
  };
  return (
    <div className="lb-inspector-tabs" role="tablist" aria-label={label} tabIndex={-1} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab.value}
          type="button"
          role="tab"
          id={`${id}-${tab.value}`}
          aria-controls={`${id}-panel`}
          aria-selected={tab.value === value}
          tabIndex={tab.value === value ? 0 : -1}
          onClick={() => onChange(tab.value)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}

const STEPS: Record<string, (now: number, count: number) => number> = {
  ArrowLeft: (now) => now - 1,
  ArrowRight: (now, count) => (now + 1) % count,
  Home: () => 0,
  End: () => -1,
};
