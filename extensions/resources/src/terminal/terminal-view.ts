import { FitAddon } from '@xterm/addon-fit';
import { type ITheme, Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { documentUnderPolicy, underPolicy } from './document-under-policy.ts';

export interface TerminalViewOptions {
  /** Accessible name of the place that is typed into. */
  label: string;
  onType(data: string): void;
  onResize(columns: number, rows: number): void;
  /** The person asks for the way out by the keyboard. */
  onLeave(): void;
}

/** The screen of a terminal, in an element whose size it follows. */
export interface TerminalView extends Disposable {
  readonly size: { columns: number; rows: number };
  write(bytes: Uint8Array, done: () => void): void;
  clear(): void;
  focus(): void;
  /** Takes the colours of the page, after they changed. */
  recolour(): void;
}

/** @param place empty, on the page, with the colours and the font of the page */
export function createTerminalView(place: HTMLElement, options: TerminalViewOptions): TerminalView {
  const style = getComputedStyle(place);
  const made = documentUnderPolicy(place.ownerDocument);
  const terminal = new Terminal({
    documentOverride: made,
    fontFamily: style.fontFamily,
    fontSize: Number.parseFloat(style.fontSize) || 13,
    scrollback: 10_000,
    theme: themeOf(place),
    minimumContrastRatio: 4.5,
  });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  underPolicy(place.ownerDocument, () => terminal.open(place));
  makeRowsWith(made, terminal);
  terminal.textarea?.setAttribute('aria-label', options.label);
  terminal.attachCustomKeyEventHandler((event) => {
    const isShortcut = event.ctrlKey !== event.metaKey && !event.altKey;
    if (isShortcut && event.key === 'F6') {
      if (event.type === 'keydown') options.onLeave();
      return false;
    }
    // The browser copies and pastes; without a selection the shell is interrupted.
    if (isShortcut && event.key.toLowerCase() === 'v') return false;
    return !(isShortcut && event.key.toLowerCase() === 'c' && terminal.hasSelection());
  });
  terminal.onData(options.onType);
  terminal.onResize(({ cols, rows }) => options.onResize(cols, rows));
  const observer = new ResizeObserver(() => fit.fit());
  observer.observe(place);
  fit.fit();
  return {
    get size() {
      return { columns: terminal.cols, rows: terminal.rows };
    },
    write: (bytes, done) => terminal.write(bytes, done),
    clear: () => terminal.reset(),
    focus: () => terminal.focus(),
    recolour: () => {
      terminal.options.theme = themeOf(place);
    },
    [Symbol.dispose]() {
      observer.disconnect();
      terminal.dispose();
    },
  };
}

/** Colours of a terminal by the tokens of the page. */
const COLOURS: Readonly<Record<string, string>> = {
  background: '--lb-surface',
  foreground: '--lb-text',
  cursor: '--lb-accent',
  cursorAccent: '--lb-surface',
  selectionBackground: '--lb-border-strong',
  black: '--lb-surface-muted',
  red: '--lb-danger',
  green: '--lb-ok',
  yellow: '--lb-warning',
  blue: '--lb-info',
  magenta: '--lb-progress',
  cyan: '--lb-accent-text',
  white: '--lb-text-muted',
  brightBlack: '--lb-text-faint',
  brightRed: '--lb-danger',
  brightGreen: '--lb-ok',
  brightYellow: '--lb-warning',
  brightBlue: '--lb-info',
  brightMagenta: '--lb-progress',
  brightCyan: '--lb-accent',
  brightWhite: '--lb-text',
};

function themeOf(place: HTMLElement): ITheme {
  const probe = place.ownerDocument.createElement('span');
  place.append(probe);
  const colours = Object.entries(COLOURS).map(([name, token]) => {
    probe.style.color = `var(${token})`;
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  return Object.fromEntries(colours) as ITheme;
}

/**
 * Cells with colours of their own get style attributes, from a part of the terminal that asks the window for its
 * document, whatever the option says. There is no other way to it than by its names; a test in the browser knows.
 */
function makeRowsWith(made: Document, terminal: Terminal): void {
  let part: unknown = terminal;
  for (const name of ['_core', '_renderService', '_renderer', 'value', '_rowFactory']) {
    if (typeof part !== 'object' || part === null) return;
    part = (part as Record<string, unknown>)[name];
  }
  if (typeof part === 'object' && part !== null && '_document' in part) part._document = made;
}
