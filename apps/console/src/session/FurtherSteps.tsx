import type { SignInFacts } from '../boot/page-data.ts';
import { NewcomerForm } from './NewcomerForm.tsx';
import { NewPasswordForm } from './NewPasswordForm.tsx';
import { useSessionText } from './session-text.ts';

export type FurtherStep =
  | { kind: 'password'; user: string; oldPassword?: string }
  | { kind: 'newcomer'; newcomer: NonNullable<SignInFacts['newcomer']> };

/** What signing in may ask for beside a name and a password. */
export function FurtherSteps({ step, onSuccess }: { step: FurtherStep; onSuccess(): void }) {
  const t = useSessionText();
  if (step.kind === 'newcomer') return <NewcomerForm newcomer={step.newcomer} />;
  return (
    <>
      <p>{t('password.text')}</p>
      <NewPasswordForm user={step.user} oldPassword={step.oldPassword} onChanged={onSuccess} />
    </>
  );
}
