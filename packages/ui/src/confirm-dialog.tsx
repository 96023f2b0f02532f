import { AlertDialog as Base } from '@base-ui/react/alert-dialog';
import { type ReactNode, useRef, useState } from 'react';
import { Button } from './button.tsx';
import { Callout } from './callout.tsx';
import type { ConfirmOptions } from './confirm.ts';
import './dialog.css';
import { usePortalScope } from './portal-scope.tsx';
import { TextField } from './text-field.tsx';
import { useUi } from './ui-context.ts';

export interface ConfirmDialogProps extends Omit<ConfirmOptions, 'onConfirm'> {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** The dialog stays open and busy until it resolves, and shows the message of a rejection. */
  readonly onConfirm: () => void | Promise<void>;
}

/** Asks before something that cannot easily be taken back. Cancel has the focus, so that Enter does no harm. */
export function ConfirmDialog({ open, onOpenChange, ...rest }: ConfirmDialogProps): ReactNode {
  const { marker, scope } = usePortalScope();
  const [busy, setBusy] = useState(false);
  const cancel = useRef<HTMLButtonElement>(null);
  const close = (next: boolean) => {
    if (!busy) onOpenChange(next);
  };
  return (
    <>
      {marker}
      <Base.Root open={open} onOpenChange={close}>
        <Base.Portal {...scope}>
          <Base.Backdrop className="lb-backdrop" />
          <Base.Viewport className="lb-dialog-viewport">
            <Base.Popup className="lb-dialog" data-size="sm" initialFocus={cancel}>
              <Question
                {...rest}
                busy={busy}
                onBusyChange={setBusy}
                cancel={cancel}
                onDone={() => onOpenChange(false)}
              />
            </Base.Popup>
          </Base.Viewport>
        </Base.Portal>
      </Base.Root>
    </>
  );
}

interface QuestionProps extends Omit<ConfirmDialogProps, 'open' | 'onOpenChange'> {
  readonly busy: boolean;
  readonly onBusyChange: (busy: boolean) => void;
  readonly cancel: React.RefObject<HTMLButtonElement | null>;
  readonly onDone: () => void;
}

/** The inside, mounted anew each time the dialog opens, so that no typed text or error is left from before. */
function Question(props: QuestionProps): ReactNode {
  const { title, description, confirmLabel, cancelLabel, danger = false, typeToConfirm, busy } = props;
  const { strings } = useUi();
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string>();
  const armed = typeToConfirm === undefined || typed.trim() === typeToConfirm;
  const confirm = async () => {
    props.onBusyChange(true);
    setProblem(undefined);
    try {
      await props.onConfirm();
      props.onBusyChange(false);
      props.onDone();
    } catch (error) {
      props.onBusyChange(false);
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <form
      className="lb-dialog-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (armed && !busy) void confirm();
      }}
    >
      <header className="lb-dialog-header">
        <Base.Title className="lb-dialog-title">{title}</Base.Title>
      </header>
      <div className="lb-dialog-body">
        {description !== undefined && (
          <Base.Description className="lb-dialog-description" render={<div />}>
            {description}
          </Base.Description>
        )}
        {typeToConfirm !== undefined && (
          <TextField label={strings.typeToConfirm(typeToConfirm)} value={typed} onValueChange={setTyped} mono />
        )}
        {problem !== undefined && (
          <Callout tone="danger" role="alert" title={strings.failed}>
            {problem}
          </Callout>
        )}
      </div>
      <footer className="lb-dialog-footer">
        <Base.Close render={<Button ref={props.cancel} disabled={busy} />}>{cancelLabel ?? strings.cancel}</Base.Close>
        <Button type="submit" variant={danger ? 'danger' : 'primary'} loading={busy} disabled={!armed}>
          {confirmLabel}
        </Button>
      </footer>
    </form>
  );
}
