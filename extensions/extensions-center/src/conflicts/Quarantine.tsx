import { useLocale, useQuarantine, useT } from '@luban/sdk';
import { Button, Callout, LinkButton, Time } from '@luban/ui';
import { useDecision } from '../actions/use-decision.ts';
import type { InstallationSummary } from '../center-api.ts';
import { ProblemText, Refusal } from '../shared/Refusal.tsx';
import { useCanManage } from '../shared/use-rights.ts';
import { textIn } from '../texts.ts';
import { installationUrl } from '../urls.ts';
import './conflicts.css';
import { type InterfaceRow, useInterfaces } from './kernel-extensions.ts';

/** Extensions that this browser does not load any more, because they failed repeatedly in it. `only`: of this one. */
export function Quarantine({ installations, only }: { installations: readonly InstallationSummary[]; only?: string }) {
  const t = useT();
  const locale = useLocale();
  const { entries, release } = useQuarantine();
  const interfaces = useInterfaces().data?.extensions;
  const shown = entries.filter(
    ({ extension, version }) => (only === undefined || extension === only) && isWanted(interfaces, extension, version),
  );
  if (shown.length === 0) return null;
  const titleOf = (name: string) => textIn(installations.find((row) => row.name === name)?.displayName, locale) || name;
  return (
    <div className="center-notice">
      <Callout tone="warning" role="status" title={t('installed.quarantine')}>
        <p>{t('installed.quarantine.help')}</p>
        <ul className="conflict-list">
          {shown.map(({ extension, version, at, problem }) => (
            <li key={extension} className="conflict">
              <div className="conflict-text">
                <p>
                  <strong>{titleOf(extension)}</strong> {version} · <Time value={at} />
                </p>
                <ProblemText problem={problem} cure={false} />
              </div>
              <span className="conflict-actions">
                <Button size="sm" icon="refresh" onClick={() => release(extension)}>
                  {t('installed.quarantine.release')}
                </Button>
                {only === undefined && (
                  <LinkButton size="sm" href={installationUrl(extension, { tab: 'health' })}>
                    {t('installed.quarantine.look')}
                  </LinkButton>
                )}
                <DisableButton installation={installations.find(({ name }) => name === extension)} />
              </span>
            </li>
          ))}
        </ul>
      </Callout>
    </div>
  );
}

/** Versions that nobody would load anyhow, because another one is in force or it is switched off, are not missed. */
function isWanted(interfaces: readonly InterfaceRow[] | undefined, name: string, version: string): boolean {
  if (interfaces === undefined) return true;
  return interfaces.some((row) => row.name === name && row.version === version && row.state === 'Available');
}

function DisableButton({ installation }: { installation: InstallationSummary | undefined }) {
  const t = useT();
  const locale = useLocale();
  const mayManage = useCanManage() === true;
  const name = installation?.name ?? '';
  const title = textIn(installation?.displayName, locale) || name;
  const decision = useDecision(name, title);
  if (installation === undefined || !mayManage || !installation.enabled) return null;
  return (
    <>
      <Button
        size="sm"
        icon="power"
        loading={decision.isPending}
        onClick={() => decision.mutate({ action: 'disable', body: {} })}
      >
        {t('installed.quarantine.disable')}
      </Button>
      {decision.isError && <Refusal error={decision.error} title={t('installed.switchFailed', { title })} />}
    </>
  );
}
