import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useKernel } from '../react/use-kernel.ts';
import { useReadable } from '../react/use-readable.ts';
import { ExtensionList } from './extension-list.tsx';
import { FaultFinder } from './fault-finder.tsx';
import { OwnerFinder } from './owner-finder.tsx';
import { Regions } from './regions.tsx';
import { TabList } from './tab-list.tsx';
import { Timeline } from './timeline.tsx';
import { useWords } from './words.ts';
import './inspector.css';

export interface InspectorProps {
  /** The panel closes itself by Escape and by its button; whoever opened it takes the focus back. */
  onClose(): void;
}

type Part = 'extensions' | 'timeline' | 'regions' | 'faults';

/** What the kernel knows: every version of every extension, its state and how it came to be in it. */
export function Inspector({ onClose }: InspectorProps) {
  const words = useWords();
  const id = useId();
  const panel = useRef<HTMLElement>(null);
  const [part, setPart] = useState<Part>('extensions');
  const [owners, setOwners] = useState(false);
  useFocus(panel);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.stopPropagation();
    onClose();
  };

  return (
    <aside ref={panel} className="lb-inspector" aria-label={words.inspector} tabIndex={-1} onKeyDown={onKeyDown}>
      <header className="lb-inspector-head">
        <TabList<Part>
          id={id}
          label={words.inspector}
          value={part}
          onChange={setPart}
          tabs={[
            { value: 'extensions', label: words.extensions },
            { value: 'timeline', label: words.timeline },
            { value: 'regions', label: words.regions },
            { value: 'faults', label: words.faults },
          ]}
        />
        <Facts />
        <button
          type="button"
          className="lb-button lb-button-secondary lb-button-sm"
          aria-pressed={owners}
          onClick={() => setOwners(!owners)}
        >
          {words.showOwners}
        </button>
        <button type="button" className="lb-button lb-button-ghost lb-button-sm" onClick={onClose}>
          {words.close}
        </button>
      </header>
      <div className="lb-inspector-body" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${part}`}>
        {part === 'extensions' && <ExtensionList />}
        {part === 'timeline' && <Timeline />}
        {part === 'regions' && <Regions />}
        {part === 'faults' && <FaultFinder />}
      </div>
      {owners && <OwnerFinder />}
    </aside>
  );
}

/** Takes the focus, and gives it back to where it was. */
function useFocus(panel: { current: HTMLElement | null }): void {
  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, [panel]);
}

function Facts() {
  const kernel = useKernel();
  const words = useWords();
  const index = useReadable(kernel.index);
  const connection = useReadable(kernel.connection);
  return (
    <p className="lb-inspector-facts">
      {kernel.safe && <strong>{words.safe}</strong>}
      <span>{words.connection[connection]}</span>
      <span>
        {words.revision} <code>{index.revision.slice(0, 12)}</code>
      </span>
      <span>
        {words.host} <code>{index.host.slice(0, 12)}</code>
      </span>
    </p>
  );
}
