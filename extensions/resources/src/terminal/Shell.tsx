import { useShell, useT } from '@luban/sdk';
import { Button, Callout, Select, Status } from '@luban/ui';
import { useCallback, useEffect, useId, useRef, useState } from 'react';
import { TerminalConnection, type TerminalState } from './terminal-connection.ts';
import type { TerminalView } from './terminal-view.ts';
import './terminal.css';

export interface ShellProps {
  /** Route of the gateway. */
  path: string;
  /** What the terminal is of, as the route's query says it. Not changed while it is shown. */
  target: Readonly<Record<string, string>>;
  /** Which container is meant, when there is a choice. */
  containers?: readonly string[];
}

/** A terminal with what belongs to it: its state, why it ended, and the way to start again. */
export function Shell({ path, target, containers = [] }: ShellProps) {
  const t = useT();
  const [container, setContainer] = useState<string>();
  const [run, setRun] = useState(0);
  const [state, setState] = useState<TerminalState>({ phase: 'connecting' });
  const [opened, setOpened] = useState(false);
  const show = useCallback((next: TerminalState) => {
    setState(next);
    if (next.phase === 'open') setOpened(true);
  }, []);
  const ends = useRef<() => void>(undefined);
  const chosen = container ?? target.container ?? (state.phase === 'open' ? state.container : undefined);
  const wanted = container === undefined ? target : { ...target, container };
  const query = new URLSearchParams(wanted).toString();
  // A screen that nothing was ever written to would only look as if one could type.
  const bare = state.phase === 'refused' && !opened;
  const isOver = state.phase === 'ended' || state.phase === 'refused';
  return (
    <section className="res-terminal" aria-label={t('terminal.label')} data-bare={bare || undefined}>
      <div className="res-terminal-bar">
        {containers.length > 1 && (
          <Select
            size="sm"
            label={t('terminal.container')}
            hideLabel
            value={chosen ?? null}
            items={containers.map((name) => ({ value: name, label: name }))}
            onValueChange={setContainer}
          />
        )}
        {!bare && <TerminalStatus state={state} />}
        <span className="res-terminal-room" />
        {isOver ? (
          <Button size="sm" icon="refresh" onClick={() => setRun(run + 1)}>
            {t('terminal.again')}
          </Button>
        ) : (
          <Button size="sm" variant="ghost" disabled={state.phase !== 'open'} onClick={() => ends.current?.()}>
            {t('terminal.end')}
          </Button>
        )}
      </div>
      <TerminalNotice state={state} />
      <TerminalScreen key={`${query} ${run}`} path={path} query={query} onState={show} ends={ends} />
    </section>
  );
}

interface TerminalScreenProps {
  path: string;
  query: string;
  onState(state: TerminalState): void;
  ends: { current: (() => void) | undefined };
}

function TerminalScreen({ path, query, onState, ends }: TerminalScreenProps) {
  const t = useT();
  const theme = useShell((shell) => shell.theme);
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<TerminalView>(undefined);
  const label = t('terminal.label');
  const hint = useId();

  useEffect(() => {
    const stack = new DisposableStack();
    void import('./terminal-view.ts').then(({ createTerminalView }) => {
      if (stack.disposed || place.current === null) return;
      let connection: TerminalConnection | undefined;
      const screen = createTerminalView(place.current, {
        label,
        onType: (data) => connection?.type(data),
        onResize: (columns, rows) => connection?.resize(columns, rows),
        onLeave: () => place.current?.parentElement?.querySelector('button')?.focus(),
      });
      view.current = stack.use(screen);
      const opened = new TerminalConnection({
        path,
        target: Object.fromEntries(new URLSearchParams(query)),
        size: () => screen.size,
        show: screen.write,
        clear: screen.clear,
        onState,
        kept: keptSession(`${path}?${query}`),
      });
      connection = stack.use(opened);
      ends.current = () => opened.end();
      screen.focus();
    });
    return () => stack.dispose();
  }, [path, query, label, onState, ends]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours of the page follow the theme
  useEffect(() => view.current?.recolour(), [theme]);

  return (
    <>
      <div className="res-terminal-screen" ref={place} aria-describedby={hint} />
      <p className="res-terminal-hint" id={hint}>
        {t('terminal.leave')}
      </p>
    </>
  );
}

function TerminalStatus({ state }: { state: TerminalState }) {
  const t = useT();
  if (state.phase === 'open') return <Status tone="ok">{t('terminal.open', { shell: state.shell })}</Status>;
  if (state.phase === 'connecting') return <Status tone="progress">{t('terminal.connecting')}</Status>;
  if (state.phase === 'resuming') return <Status tone="warning">{t('terminal.resuming')}</Status>;
  if (state.phase === 'ended' && state.code !== null) {
    return <Status tone={state.code === 0 ? 'neutral' : 'warning'}>{t('terminal.exit', { code: state.code })}</Status>;
  }
  return <Status tone="neutral">{t('terminal.ended')}</Status>;
}

/** What went wrong, and what to do about it. */
function TerminalNotice({ state }: { state: TerminalState }) {
  const t = useT();
  if (state.phase === 'resuming') {
    return (
      <Callout tone="warning" role="status" title={t('terminal.lost')}>
        {t('terminal.lost.help')}
      </Callout>
    );
  }
  const problem = state.phase === 'refused' || state.phase === 'ended' ? state.problem : undefined;
  if (problem === undefined) return null;
  return (
    <Callout
      tone={state.phase === 'refused' ? 'danger' : 'warning'}
      role="alert"
      title={problem.message || t('terminal.unreachable')}
    >
      {[problem.cure, `(${problem.code})`].filter(Boolean).join(' ')}
    </Callout>
  );
}

/** For this tab alone: two tabs at one terminal would take it from each other. */
function keptSession(name: string): { get(): string | null; set(session: string | null): void } {
  const key = `luban.terminal:${name}`;
  return {
    get: () => sessionStorage.getItem(key),
    set: (session) => {
      if (session === null) sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, session);
    },
  };
}
