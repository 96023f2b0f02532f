import { useLocale, useT } from '@luban/sdk';
import { Callout, Checkbox, LinkButton, Select, Status } from '@luban/ui';
import { useSearchParams } from 'react-router';
import type { Dependency, ExtensionDetail, Installation, VersionDetail, VersionSummary } from '../center-api.ts';
import { DependencyState } from '../shared/DependencyState.tsx';
import { ProblemList, ProblemText } from '../shared/Refusal.tsx';
import { textIn } from '../texts.ts';
import { installationUrl, installUrl } from '../urls.ts';
import type { WizardDraft } from './wizard-draft.ts';

interface Props {
  readonly detail: ExtensionDetail;
  readonly chosen: VersionSummary;
  readonly version: VersionDetail;
  readonly installation: Installation | undefined;
  readonly draft: WizardDraft;
  readonly change: (part: Partial<WizardDraft>) => void;
}

/** A dependency stands in the way. */
export function isBlocked({ dependencies }: VersionDetail): boolean {
  return dependencies.some(isMissing);
}

const isMissing = ({ required, state }: Dependency) => required && state !== 'met' && state !== 'under-way';

/** Which version, whether it fits, and what it needs: with the way to what is missing, and back. */
export function VersionStep({ detail, chosen, version, installation, draft, change }: Props) {
  const t = useT();
  const [, setParams] = useSearchParams();
  const blocked = isBlocked(version);
  const note = ({ recommended, reasons, version: each }: VersionSummary) => {
    if (each === installation?.version) return t('detail.version.installed');
    if (recommended) return t('detail.version.recommended');
    return reasons.length > 0 ? t('detail.version.unfit') : undefined;
  };
  return (
    <>
      <Select
        className="wizard-version"
        label={t('detail.version')}
        value={chosen.version}
        onValueChange={(next) =>
          setParams(
            (current) => {
              const changed = new URLSearchParams(current);
              changed.set('version', next);
              return changed;
            },
            { replace: true },
          )
        }
        items={detail.versions.map((entry) => ({
          value: entry.version,
          label: entry.version,
          disabled: entry.version === installation?.version || entry.problem !== undefined,
          ...(note(entry) !== undefined && { description: note(entry) }),
        }))}
      />
      {chosen.problem !== undefined ? (
        <Callout tone="danger" title={t('detail.broken', { version: chosen.version })}>
          <ProblemText problem={chosen.problem} />
        </Callout>
      ) : chosen.reasons.length > 0 ? (
        <Callout tone="warning" title={t('detail.unfit', { version: chosen.version })}>
          <ProblemList problems={chosen.reasons} />
        </Callout>
      ) : (
        <Status tone="ok">{t('wizard.fits')}</Status>
      )}
      {version.dependencies.length > 0 && (
        <section className="wizard-section">
          <h3>{t('detail.dependencies.needs')}</h3>
          <ul className="wizard-dependencies">
            {version.dependencies.map((dependency) => (
              <DependencyRow key={dependency.name} dependency={dependency} of={detail.card.name} />
            ))}
          </ul>
          {blocked && (
            <Checkbox
              label={t('wizard.ignore')}
              description={t('wizard.ignore.help')}
              checked={draft.ignoreDependencies}
              onCheckedChange={(ignoreDependencies) => change({ ignoreDependencies })}
            />
          )}
        </section>
      )}
      {version.dependencies.length === 0 && <p className="center-muted">{t('wizard.noDependencies')}</p>}
    </>
  );
}

function DependencyRow({ dependency, of }: { dependency: Dependency; of: string }) {
  const t = useT();
  const locale = useLocale();
  const { name, displayName, version, required, state, available } = dependency;
  const installed = state === 'disabled' || state === 'wrong-version' || state === 'under-way';
  return (
    <li className="wizard-dependency">
      <span className="wizard-dependency-name">
        {textIn(displayName, locale) || name} <span className="center-muted">{version}</span>
        {!required && <span className="center-muted"> · {t('detail.optional')}</span>}
      </span>
      <DependencyState dependency={dependency} />
      {state !== 'met' && (
        <span className="wizard-dependency-way">
          {installed ? (
            <LinkButton size="sm" href={installationUrl(name, { goal: of })}>
              {t('wizard.dependency.look')}
            </LinkButton>
          ) : available === undefined ? (
            <span className="center-muted">{t('wizard.dependency.unavailable')}</span>
          ) : (
            <LinkButton size="sm" icon="download" href={installUrl(name, available, { goal: of })}>
              {t('wizard.dependency.install', { version: available })}
            </LinkButton>
          )}
        </span>
      )}
    </li>
  );
}
