import type { ExtensionState } from '../contract.ts';

/** A state with a glyph, so that it is not told by colour alone. */
export function StateMark({ state, code }: { state: ExtensionState; code?: string }) {
  const { tone, glyph } = MARKS[state];
  return (
    <span className="lb-inspector-state" data-tone={tone}>
      <span aria-hidden="true">{glyph}</span> {state} {code && <code>{code}</code>}
    </span>
  );
}

const QUIET = { tone: 'neutral', glyph: '○' };
const BUSY = { tone: 'progress', glyph: '◐' };
const WRONG = { tone: 'danger', glyph: '✕' };

const MARKS: Record<ExtensionState, { tone: string; glyph: string }> = {
  Discovered: QUIET,
  Verified: QUIET,
  Resolved: QUIET,
  Indexed: QUIET,
  Activating: BUSY,
  Active: { tone: 'ok', glyph: '●' },
  UpdatePending: { tone: 'info', glyph: '↑' },
  Draining: BUSY,
  Disposed: { tone: 'neutral', glyph: '–' },
  Failed: WRONG,
  Quarantined: WRONG,
  Untrusted: WRONG,
  Incompatible: { tone: 'warning', glyph: '!' },
};
