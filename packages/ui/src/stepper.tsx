import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import { Spinner } from './spinner.tsx';
import './stepper.css';
import type { UiStrings } from './strings.ts';
import { useUi } from './ui-context.ts';

export type StepState = 'done' | 'current' | 'upcoming' | 'failed' | 'progress';

export interface Step {
  readonly id: string;
  readonly title: ReactNode;
  readonly state: StepState;
  readonly description?: ReactNode;
}

export interface StepperProps {
  readonly steps: readonly Step[];
  /** Default: `horizontal`; narrow places show it upright anyway. */
  readonly orientation?: 'horizontal' | 'vertical';
  readonly label?: string;
  readonly className?: string;
}

/** Where one is in a sequence of steps. */
export function Stepper({ steps, orientation = 'horizontal', label, className }: StepperProps): ReactNode {
  const { strings } = useUi();
  return (
    <div className={cx('lb-stepper-room', className)}>
      <ol className="lb-stepper" data-orientation={orientation} aria-label={label}>
        {steps.map((step, index) => {
          const active = step.state === 'current' || step.state === 'progress';
          return (
            <li key={step.id} className="lb-step" data-state={step.state} aria-current={active ? 'step' : undefined}>
              <span className="lb-step-mark">
                <Mark state={step.state} number={index + 1} />
              </span>
              <span className="lb-step-text">
                <span className="lb-step-title">{step.title}</span>
                <span className="lb-hidden">, {strings[stateWord[step.state]]}</span>
                {step.description !== undefined && <span className="lb-step-description">{step.description}</span>}
              </span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

const stateWord = {
  done: 'done',
  current: 'current',
  upcoming: 'upcoming',
  failed: 'failed',
  progress: 'inProgress',
} as const satisfies Record<StepState, keyof UiStrings>;

function Mark({ state, number }: { readonly state: StepState; readonly number: number }): ReactNode {
  if (state === 'done') return <Icon name="check" size={12} />;
  if (state === 'failed') return <Icon name="x" size={12} />;
  if (state === 'progress') return <Spinner size={14} />;
  return number;
}
