import { Link, useExtension, useLocale, useT } from '@luban/sdk';
import { Button, Callout, Checkbox, Dialog } from '@luban/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { removeBundle } from '../actions/center-actions.ts';
import { useDecision } from '../actions/use-decision.ts';
import type { Installation } from '../center-api.ts';
import { keys } from '../queries.ts';
import { Refusal } from '../shared/Refusal.tsx';
import { textIn } from '../texts.ts';
import { INSTALLED, installationUrl } from '../urls.ts';

interface Props {
  readonly installation: Installation;
  readonly title: string;
  readonly onClose: () => void;
}

/** Says what goes and what stays, names those that need it, and offers force only where the ordinary way has failed. */
export function UninstallDialog({ installation, title, onClose }: Props) {
  const t = useT();
  const locale = useLocale();
  const { fetch } = useExtension();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { name, origin, dependants, agents, targetNamespace } = installation;
  const decision = useDecision(name, title);
  const [goOn, setGoOn] = useState(false);
  const [force, setForce] = useState(false);
  const [removing, setRemoving] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const unreachable = agents.filter(({ reachable }) => !reachable);
  const mayForce = installation.can.forceRemove || unreachable.length > 0;
  const needed = dependants.filter(({ required }) => required);
  const blocked = needed.length > 0 && !goOn && !force;
  const confirm = async () => {
    setRemoving(true);
    setFailure(undefined);
    try {
      if (origin === 'bundle') {
        await removeBundle(fetch, name);
        await client.invalidateQueries({ queryKey: keys.installations });
        navigate(INSTALLED);
        return;
      }
      const body = { ...(force && { force }), ...(goOn && { ignoreDependencies: true }) };
      await decision.mutateAsync({ action: 'uninstall', body });
      onClose();
    } catch (error) {
      setFailure(error);
      setRemoving(false);
    }
  };
  return (
    <Dialog
      open
      keepOnOutsideClick
      onOpenChange={(open) => open || removing || onClose()}
      title={t('installed.uninstall.title', { title })}
      footer={
        <>
          <Button disabled={removing} onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button variant="danger" loading={removing} disabled={blocked} onClick={() => void confirm()}>
            {t(force ? 'installed.uninstall.force.confirm' : 'installed.uninstall.confirm')}
          </Button>
        </>
      }
    >
      <div className="installation-dialog">
        {failure !== undefined && <Refusal error={failure} title={t('installed.uninstall.failed', { title })} />}
        <section>
          <h3>{t('installed.uninstall.goes')}</h3>
          <ul className="center-problems">
            <li>{t('installed.uninstall.goes.interface')}</li>
            {origin === 'plan' && (
              <li>
                {targetNamespace === undefined
                  ? t('installed.uninstall.goes.objects')
                  : t('installed.uninstall.goes.objects.in', { namespace: targetNamespace })}
              </li>
            )}
            {agents.length > 0 && (
              <li>
                {t('installed.uninstall.goes.agents', { clusters: agents.map(({ cluster }) => cluster).join(', ') })}
              </li>
            )}
          </ul>
        </section>
        {origin === 'plan' && (
          <section>
            <h3>{t('installed.uninstall.stays')}</h3>
            <p className="center-muted">{t('installed.uninstall.stays.help')}</p>
          </section>
        )}
        {unreachable.length > 0 && (
          <Callout
            tone="warning"
            title={t('installed.uninstall.unreachable', {
              clusters: unreachable.map(({ cluster }) => cluster).join(', '),
            })}
          >
            {t('installed.uninstall.unreachable.help')}
          </Callout>
        )}
        {needed.length > 0 && (
          <>
            <Callout tone="danger" title={t('installed.uninstall.needed')}>
              <ul className="center-problems">
                {needed.map((dependant) => (
                  <li key={dependant.name}>
                    <Link className="lb-link" to={installationUrl(dependant.name)}>
                      {textIn(dependant.displayName, locale) || dependant.name}
                    </Link>{' '}
                    {t('installed.uninstall.needs', { version: dependant.version })}
                  </li>
                ))}
              </ul>
            </Callout>
            <Checkbox label={t('installed.uninstall.goOn')} checked={goOn} onCheckedChange={setGoOn} />
          </>
        )}
        {mayForce && origin === 'plan' && (
          <Checkbox
            label={t('installed.uninstall.force')}
            description={t('installed.uninstall.force.help')}
            checked={force}
            onCheckedChange={setForce}
          />
        )}
      </div>
    </Dialog>
  );
}
