import { buttonClass, UiProvider } from '@luban/ui/shell';
import { lazy, Suspense, useState } from 'react';
import { RootBoundary } from '../app/RootBoundary.tsx';
import type { Boot, SignInFacts } from '../boot/page-data.ts';
import { Mark } from '../frame/Mark.tsx';
import { supportedLocale, useText } from '../i18n/text.ts';
import { ApiProblem } from './ApiProblem.tsx';
import type { FurtherStep } from './FurtherSteps.tsx';
import { nextPath } from './next-path.ts';
import { SignInForm } from './SignInForm.tsx';

/** Few people ever see these, so that they are no part of what everybody loads. */
const FurtherSteps = lazy(async () => ({ default: (await import('./FurtherSteps.tsx')).FurtherSteps }));

export function SignInPage({ boot }: { boot: Boot }) {
  const t = useText();
  return (
    <RootBoundary>
      <UiProvider locale={supportedLocale(boot.locale)}>
        <main className="shell-sign-in">
          <div className="shell-sign-in-card">
            <header>
              <Mark size={32} />
              <h1>{t('signIn.title')}</h1>
              <p>{t('signIn.text')}</p>
            </header>
            <SignInSteps facts={boot.signIn ?? { providers: [] }} />
          </div>
          <footer>{t('help.version', { version: boot.version })}</footer>
        </main>
      </UiProvider>
    </RootBoundary>
  );
}

export function SignInSteps({ facts }: { facts: SignInFacts }) {
  const [step, setStep] = useState(() => firstStep(facts));
  const onSuccess = () => window.location.assign(nextPath(window.location.search, window.location.origin));
  if (step !== undefined) {
    return (
      <Suspense>
        <FurtherSteps step={step} onSuccess={onSuccess} />
      </Suspense>
    );
  }
  return (
    <>
      {facts.problem && <ApiProblem error={facts.problem} />}
      <SignInForm
        onSuccess={onSuccess}
        onMustChange={(user, oldPassword) => setStep({ kind: 'password', user, oldPassword })}
      />
      <Providers providers={facts.providers} />
    </>
  );
}

/** Plain links: they lead to another site, and on to where the person wanted to be. */
function Providers({ providers }: Pick<SignInFacts, 'providers'>) {
  const t = useText();
  if (providers.length === 0) return null;
  const next = nextPath(window.location.search, window.location.origin);
  const query = next === '/' ? '' : `?${new URLSearchParams({ next })}`;
  return (
    <ul className="shell-sign-in-providers">
      {providers.map(({ name, displayName, url }) => (
        <li key={name}>
          <a className={buttonClass({})} href={url + query}>
            <span className="lb-button-label">{t('signIn.with', { provider: displayName })}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function firstStep({ newcomer, mustChangePassword }: SignInFacts): FurtherStep | undefined {
  if (newcomer !== undefined) return { kind: 'newcomer', newcomer };
  return mustChangePassword && { kind: 'password', user: mustChangePassword.user };
}
